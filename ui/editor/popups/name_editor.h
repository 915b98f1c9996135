// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QLineEdit>

#include "ui/editor/endpoint.h"

namespace ligature {

class NetworkView;

/// The one line editor that floats over a node's name while it is being renamed.
class NameEditor : public QLineEdit {
    Q_OBJECT

public:
    explicit NameEditor(NetworkView& view);

    void open(const NodeId& node);
    /// Keeps the name as it was.
    void cancel();
    /// Stays on its node when what is seen has moved.
    void follow();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    /// @param must_fit leaves the editor open on a name that cannot be had; otherwise it is given up
    void commit(bool must_fit);

    NetworkView& m_view;
    std::optional<NodeId> m_node;
};

} // namespace ligature
