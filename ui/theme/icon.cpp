// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/icon.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace ligature {

namespace {

class ThemedIconEngine final : public QIconEngine {
public:
    explicit ThemedIconEngine(QString name, QPalette::ColorRole role = QPalette::ButtonText, QColor colour = {})
        : m_name(std::move(name)), m_role(role), m_colour(colour)
    {
    }

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override
    {
        const qreal ratio = painter->device() != nullptr ? painter->device()->devicePixelRatioF() : 1.0;
        QPixmap image = scaledPixmap(rect.size() * ratio, mode, state, ratio);
        image.setDevicePixelRatio(ratio);
        painter->drawPixmap(rect, image);
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        return scaledPixmap(size, mode, state, 1.0);
    }

    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State, qreal) override
    {
        const QPalette palette = QGuiApplication::palette();
        const QPalette::ColorGroup group = mode == QIcon::Disabled ? QPalette::Disabled : QPalette::Active;
        const QPalette::ColorRole role = mode == QIcon::Selected ? QPalette::HighlightedText : m_role;
        // The highlight's text has no disabled colour of its own.
        const QColor plain = palette.color(group, group == QPalette::Disabled ? QPalette::ButtonText : role);
        const QString colour = (m_colour.isValid() && mode != QIcon::Disabled ? m_colour : plain).name();
        const QString key =
            QStringLiteral("ligature:%1:%2:%3x%4").arg(m_name, colour).arg(size.width()).arg(size.height());
        QPixmap image;
        if (QPixmapCache::find(key, &image))
            return image;
        QFile file(QStringLiteral(":/icons/%1.svg").arg(m_name));
        QByteArray svg;
        if (file.open(QIODevice::ReadOnly))
            svg = file.readAll().replace("currentColor", colour.toUtf8());
        image = QPixmap(size);
        image.fill(Qt::transparent);
        QPainter painter(&image);
        QSvgRenderer(svg).render(&painter, QRectF(QPointF(0, 0), QSizeF(size)));
        painter.end();
        QPixmapCache::insert(key, image);
        return image;
    }

    QIconEngine* clone() const override { return new ThemedIconEngine(m_name, m_role, m_colour); }

private:
    QString m_name;
    QPalette::ColorRole m_role;
    QColor m_colour;
};

} // namespace

QIcon themedIcon(const QString& name)
{
    return QIcon(new ThemedIconEngine(name));
}

QIcon themedIconOnAccent(const QString& name)
{
    return QIcon(new ThemedIconEngine(name, QPalette::HighlightedText));
}

QIcon colouredIcon(const QString& name, const QColor& colour)
{
    return QIcon(new ThemedIconEngine(name, QPalette::ButtonText, colour));
}

QIcon programIcon()
{
    return QIcon(new ThemedIconEngine(QStringLiteral("ligature")));
}

} // namespace ligature
