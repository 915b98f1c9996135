// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QPointer>
#include <QWidget>

class QLabel;
class QPushButton;

namespace ligature {

/// One stop of the tour: a part of the window, and what it is for.
struct TourStop {
    QPointer<QWidget> part;
    QString title;
    QString text;
};

/// A first tour over the real window: each part in turn is framed, with a card that says what it is for. The window
/// stays usable meanwhile; Escape ends it.
class Tour : public QWidget {
    Q_OBJECT

public:
    Tour(std::vector<TourStop> stops, QWidget* window);

    [[nodiscard]] int currentStop() const { return m_current; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    class Frame;
    void goTo(int stop);
    void place();

    std::vector<TourStop> m_stops;
    int m_current = 0;
    QWidget* m_frame;
    QLabel* m_count;
    QLabel* m_title;
    QLabel* m_text;
    QPushButton* m_back;
    QPushButton* m_next;
};

} // namespace ligature
