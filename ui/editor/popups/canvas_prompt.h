// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include <QFrame>

class QHBoxLayout;
class QLabel;
class QPushButton;

namespace ligature {

/// A question at the top of the canvas that keeps nobody from working on: it goes away when it is answered, dismissed
/// with Escape, or overtaken by another change.
class CanvasPrompt : public QFrame {
    Q_OBJECT

public:
    struct Answer {
        QString label;
        std::function<void()> act; ///< may be empty: nothing happens
    };

    explicit CanvasPrompt(QWidget* parent);

    /// The first answer is the one that Enter gives.
    void ask(const QString& question, std::vector<Answer> answers);
    void dismiss();
    [[nodiscard]] QString question() const;
    [[nodiscard]] const std::vector<QPushButton*>& buttons() const { return m_buttons; }

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    QLabel* m_text;
    QHBoxLayout* m_row;
    std::vector<QPushButton*> m_buttons;
};

} // namespace ligature
