// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/help/tour.h"

#include <algorithm>

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/theme/theme.h"

namespace ligature {

/// The outline around the part that the card speaks of.
class Tour::Frame : public QWidget {
public:
    explicit Frame(QWidget* window) : QWidget(window) { setAttribute(Qt::WA_TransparentForMouseEvents); }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(themeFor(palette()).accent, 3));
        painter.drawRoundedRect(QRectF(rect()).adjusted(2, 2, -2, -2), 8, 8);
    }
};

Tour::Tour(std::vector<TourStop> stops, QWidget* window)
    : QWidget(window), m_stops(std::move(stops)), m_frame(new Frame(window)), m_count(new QLabel(this)),
      m_title(new QLabel(this)), m_text(new QLabel(this)), m_back(new QPushButton(tr("Back"), this)),
      m_next(new QPushButton(this))
{
    setObjectName(QStringLiteral("tour"));
    setAttribute(Qt::WA_DeleteOnClose);
    setFixedWidth(360);
    m_count->setProperty("look", "muted");
    m_title->setProperty("look", "heading");
    m_text->setWordWrap(true);
    m_next->setProperty("look", "primary");
    m_next->setObjectName(QStringLiteral("tour_next"));
    auto* const leave = new QPushButton(tr("End the tour"), this);
    leave->setProperty("look", "flat");
    auto* const buttons = new QHBoxLayout;
    buttons->addWidget(leave);
    buttons->addStretch(1);
    buttons->addWidget(m_back);
    buttons->addWidget(m_next);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(18, 16, 18, 14);
    layout->setSpacing(8);
    layout->addWidget(m_count);
    layout->addWidget(m_title);
    layout->addWidget(m_text);
    layout->addSpacing(4);
    layout->addLayout(buttons);

    connect(leave, &QPushButton::clicked, this, &QWidget::close);
    connect(m_back, &QPushButton::clicked, this, [this] { goTo(m_current - 1); });
    connect(m_next, &QPushButton::clicked, this, [this] { goTo(m_current + 1); });
    connect(this, &QObject::destroyed, m_frame, &QObject::deleteLater);
    window->installEventFilter(this);
    for (QPushButton* const button : {leave, m_back, m_next})
        button->installEventFilter(this);
    goTo(0);
    m_frame->show();
    show();
    m_frame->raise();
    raise();
    m_next->setFocus();
}

void Tour::goTo(int stop)
{
    if (stop >= static_cast<int>(m_stops.size())) {
        close();
        return;
    }
    m_current = std::max(stop, 0);
    const TourStop& here = m_stops[static_cast<std::size_t>(m_current)];
    m_count->setText(tr("%1 of %2").arg(m_current + 1).arg(m_stops.size()));
    m_title->setText(here.title);
    m_text->setText(here.text);
    m_back->setEnabled(m_current > 0);
    m_next->setText(m_current + 1 == static_cast<int>(m_stops.size()) ? tr("Done") : tr("Next"));
    setAccessibleName(here.title + u' ' + here.text);
    place();
}

void Tour::place()
{
    const QWidget* const part = m_stops[static_cast<std::size_t>(m_current)].part;
    QWidget* const window = parentWidget();
    layout()->activate();
    const int height = layout()->hasHeightForWidth() ? layout()->heightForWidth(width()) : sizeHint().height();
    resize(width(), height);
    m_frame->setVisible(part != nullptr && part->isVisible());
    if (part == nullptr || !part->isVisible()) {
        move((window->width() - width()) / 2, (window->height() - height) / 2);
        return;
    }
    const QRect area(part->mapTo(window, QPoint(0, 0)), part->size());
    m_frame->setGeometry(area);
    // Beside the part or above it where there is room, else at the window's left, where it covers the least of it.
    constexpr int gap = 12;
    QPoint corner(gap, area.center().y() - height / 2);
    if (area.right() + gap + width() < window->width())
        corner.setX(area.right() + gap);
    else if (area.left() - gap - width() > 0)
        corner.setX(area.left() - gap - width());
    else if (area.top() - gap - height > 0)
        corner = {area.center().x() - width() / 2, area.top() - gap - height};
    corner.setX(std::clamp(corner.x(), gap, std::max(gap, window->width() - width() - gap)));
    corner.setY(std::clamp(corner.y(), gap, std::max(gap, window->height() - height - gap)));
    move(corner);
}

bool Tour::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize)
        place();
    auto* const button = qobject_cast<QPushButton*>(watched);
    if (button != nullptr && event->type() == QEvent::KeyPress) {
        switch (static_cast<QKeyEvent*>(event)->key()) {
        case Qt::Key_Return:
        case Qt::Key_Enter: button->click(); return true;
        case Qt::Key_Right: goTo(m_current + 1); return true;
        case Qt::Key_Left: goTo(m_current - 1); return true;
        default: break;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void Tour::paintEvent(QPaintEvent*)
{
    const Theme& theme = themeFor(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(theme.accent);
    painter.setBrush(theme.panel);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10);
}

void Tour::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        close();
    else
        QWidget::keyPressEvent(event);
}

} // namespace ligature
