// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QDockWidget;

namespace ligature {

/// A dock's title bar: its name and a cross, in the theme's look. Dragging and double-clicking it still move the dock.
class DockTitle : public QWidget {
    Q_OBJECT

public:
    explicit DockTitle(QDockWidget* dock);

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace ligature
