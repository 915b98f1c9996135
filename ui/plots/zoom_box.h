// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace ligature {

/// The box that is being dragged over a plot, in the theme's accent.
class ZoomBox : public QWidget {
    Q_OBJECT

public:
    explicit ZoomBox(QWidget* parent);

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace ligature
