// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <variant>

#include <QLineEdit>

#include "core/error/result.h"
#include "ui/editor/endpoint.h"

namespace ligature {

class NetworkView;

/// What has a name on the canvas.
using NamedItem = std::variant<LayerId, ParameterId, RepeatId>;

/// The one line editor that floats over the name of a node or a repeat while it is being renamed.
class NameEditor : public QLineEdit {
    Q_OBJECT

public:
    explicit NameEditor(NetworkView& view);

    void open(const NamedItem& item);
    /// Keeps the name as it was.
    void cancel();
    /// Stays on its item when what is seen has moved.
    void follow();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    /// @param must_fit leaves the editor open on a name that cannot be had; otherwise it is given up
    void commit(bool must_fit);

    struct Shown {
        QString name;
        QRectF rect; ///< in the scene
    };
    /// Nothing where it is gone.
    [[nodiscard]] std::optional<Shown> shown(const NamedItem& item) const;
    Result<void> rename(const NamedItem& item, const QString& name);

    NetworkView& m_view;
    std::optional<NamedItem> m_item;
};

} // namespace ligature
