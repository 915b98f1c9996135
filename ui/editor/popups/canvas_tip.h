// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>

#include "core/error/result.h"

namespace ligature {

/// A sentence beside the mouse: what a drop would do, or why it is refused. It takes no focus and no clicks.
class CanvasTip : public QWidget {
    Q_OBJECT

public:
    enum class Kind { Information, Refusal };

    explicit CanvasTip(QWidget* parent);

    /// "What is wrong. What to do.", each with its capital and full stop.
    [[nodiscard]] static QString sentence(const Error& error);

    [[nodiscard]] const QString& text() const { return m_text; }
    /// Beside a position of the parent, inside of it, until it is hidden.
    void show(const QString& text, QPoint beside, Kind kind);
    /// The same for long enough to be read.
    void showFor(const QString& text, QPoint beside, Kind kind);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_text;
    Kind m_kind = Kind::Information;
    QTimer m_timer;
};

} // namespace ligature
