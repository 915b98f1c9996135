// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace ligature {

/// What the canvas says while there is nothing on it: three ways to begin.
class EmptyHint : public QWidget {
    Q_OBJECT

public:
    /// @param viewport its parent, so that drops and double clicks on the hint reach the canvas
    explicit EmptyHint(QWidget* viewport);

    void centre();

signals:
    void exampleRequested();

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void restyle();

    QLabel* m_title;
    QPushButton* m_example;
};

} // namespace ligature
