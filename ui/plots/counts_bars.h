// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/tying/account.h"

namespace ligature {

/// Two bars on one scale: what training the tied network and the untied one takes, each in its weights, its gradients
/// and its optimizer's state.
class CountsBars : public QWidget {
    Q_OBJECT

public:
    explicit CountsBars(QWidget* parent = nullptr);
    void setCounts(const Counts& tied, const Counts& untied);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] QRect barArea() const;
    void paintBar(QPainter& painter, const Counts& counts, const QString& name, const QColor& colour, int top) const;
    void paintKey(QPainter& painter, int top) const;

    Counts m_tied;
    Counts m_untied;
};

} // namespace ligature
