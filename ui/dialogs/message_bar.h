// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <QFrame>

#include "core/error/result.h"

class QLabel;
class QPushButton;
class QToolButton;

namespace ligature {

enum class MessageKind { Information, Success, Warning, Error };

/// One message in the place that it concerns, instead of a dialog in the way: an icon, a sentence, at most one button,
/// and a cross that closes it. Hidden while it has nothing to say; screen readers hear it as an alert.
class MessageBar : public QFrame {
    Q_OBJECT

public:
    explicit MessageBar(QWidget* parent = nullptr);

    void showMessage(MessageKind kind, const QString& text);
    void showError(const Error& error);
    /// A button beside the message shown now; gone with the next message.
    void offer(const QString& label, std::function<void()> action);
    void dismiss();

    [[nodiscard]] MessageKind kind() const { return m_kind; }
    [[nodiscard]] QString text() const;

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    [[nodiscard]] QColor colour() const;
    void showIcon();

    MessageKind m_kind = MessageKind::Information;
    QLabel* m_icon;
    QLabel* m_text;
    QPushButton* m_button;
    QToolButton* m_close;
    std::function<void()> m_action;
};

/// "data.csv, line 3, column 2: 'abc' is not a number. Mend or remove that row." For a label that wraps.
[[nodiscard]] QString sentencesOf(const Error& error);

} // namespace ligature
