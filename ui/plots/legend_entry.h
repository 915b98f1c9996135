// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCheckBox>

#include "ui/plots/curve.h"

namespace ligature {

/// A curve's line in the legend: a sample of it, its name and its value at the readout. Checked while it is drawn.
class LegendEntry : public QCheckBox {
    Q_OBJECT

public:
    explicit LegendEntry(const Curve& curve, QWidget* parent = nullptr);
    void setValue(const QString& value);
    [[nodiscard]] const QString& value() const { return m_value; }

    [[nodiscard]] QSize sizeHint() const override;
    /// Less than its hint: where there is no room for both the value is in the tool tip only.
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool hitButton(const QPoint& position) const override { return rect().contains(position); }
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    Curve m_curve;
    QString m_value;
};

} // namespace ligature
