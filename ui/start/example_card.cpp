// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/example_card.h"

#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

#include "ui/document/text.h"
#include "ui/start/network_thumbnail.h"
#include "ui/theme/theme.h"

namespace ligature {

ExampleCard::ExampleCard(const Example& example, QWidget* parent) : QAbstractButton(parent)
{
    setObjectName(QStringLiteral("example_") + ligature::text(example.name));
    setText(ligature::text(example.title));
    setAccessibleDescription(ligature::text(example.summary));
    setCheckable(true);
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);

    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 14);
    layout->setSpacing(4);
    if (Result<Project> project = loadExample(example.name)) {
        auto* const thumbnail = new NetworkThumbnail(std::move(*project), this);
        thumbnail->setFixedHeight(112);
        layout->addWidget(thumbnail);
    }
    const auto addLabel = [&](const QString& said, const char* look) {
        auto* const label = new QLabel(said, this);
        label->setProperty("look", look);
        label->setWordWrap(true);
        label->setAttribute(Qt::WA_TransparentForMouseEvents);
        label->setContentsMargins(8, 0, 8, 0);
        layout->addWidget(label);
        return label;
    };
    layout->addSpacing(6);
    addLabel(ligature::text(example.title), "strong");
    addLabel(ligature::text(example.summary), "muted")->setMinimumHeight(fontMetrics().lineSpacing() * 2);
    layout->addStretch(1); // The titles of a row are in line, however long what is beneath them.
}

QSize ExampleCard::sizeHint() const
{
    return layout()->sizeHint();
}

void ExampleCard::paintEvent(QPaintEvent*)
{
    const Theme& theme = themeFor(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool lit = underMouse() || hasFocus() || isChecked();
    painter.setPen(QPen(lit ? theme.accent : theme.border, hasFocus() || isChecked() ? 2 : 1));
    painter.setBrush(isDown() ? theme.field : theme.panel);
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 10, 10);
}

void ExampleCard::enterEvent(QEnterEvent* event)
{
    update();
    QAbstractButton::enterEvent(event);
}

void ExampleCard::leaveEvent(QEvent* event)
{
    update();
    QAbstractButton::leaveEvent(event);
}

void ExampleCard::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        emit openAsked();
    else
        QAbstractButton::keyPressEvent(event);
}

void ExampleCard::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        emit openAsked();
    else
        QAbstractButton::mouseDoubleClickEvent(event);
}

} // namespace ligature
