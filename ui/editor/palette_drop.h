// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QPointF>
#include <QString>

#include "core/network/network.h"

class QDragEnterEvent;
class QDragMoveEvent;
class QDropEvent;

namespace ligature {

class NetworkView;

/// Takes what is dragged out of the palette: dropped on the canvas it is added there, dropped on a link it is put into
/// the link if it has an input and an output.
class PaletteDrop {
public:
    explicit PaletteDrop(NetworkView& view) : m_view(view) {}

    void enter(QDragEnterEvent& event);
    void move(QDragMoveEvent& event);
    void leave();
    void drop(QDropEvent& event);

private:
    [[nodiscard]] std::optional<Port> linkAt(const QString& type, QPointF position) const;
    void setTarget(const std::optional<Port>& link);

    NetworkView& m_view;
    std::optional<Port> m_target; ///< the link that lights up, by its input
};

} // namespace ligature
