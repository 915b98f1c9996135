// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/system_colour_scheme.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#include <QGuiApplication>
#include <QPalette>
#include <QSettings>

namespace ligature {

namespace {

const QString service = QStringLiteral("org.freedesktop.portal.Desktop");
const QString path = QStringLiteral("/org/freedesktop/portal/desktop");
const QString interface = QStringLiteral("org.freedesktop.portal.Settings");
const QString appearance = QStringLiteral("org.freedesktop.appearance");
const QString colourScheme = QStringLiteral("color-scheme");
const QString rememberedKey = QStringLiteral("appearance/system_dark");

} // namespace

SystemColourScheme::SystemColourScheme(QObject* parent) : QObject(parent)
{
    const bool palette_dark = QGuiApplication::palette().color(QPalette::Window).lightness() < 128;
    m_dark = QSettings().value(rememberedKey, palette_dark).toBool();
}

void SystemColourScheme::watch()
{
    // Without a session bus, connecting would wait for one to be started.
    if (qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS"))
        return;
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    bus.connect(service, path, interface, QStringLiteral("SettingChanged"), this,
                SLOT(settingChanged(QString, QString, QDBusVariant)));
    QDBusMessage question = QDBusMessage::createMethodCall(service, path, interface, QStringLiteral("Read"));
    question << appearance << colourScheme;
    auto* const answer = new QDBusPendingCallWatcher(bus.asyncCall(question), this);
    connect(answer, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher* call) {
        const QDBusPendingReply<QDBusVariant> reply = *call;
        if (!reply.isError())
            take(reply.value().variant());
        call->deleteLater();
    });
}

void SystemColourScheme::settingChanged(const QString& group, const QString& key, const QDBusVariant& value)
{
    if (group == appearance && key == colourScheme)
        take(value.variant());
}

void SystemColourScheme::take(const QVariant& value)
{
    // Read() wraps its answer twice. 0: no preference, 1: dark, 2: light.
    const QVariant inner = value.canConvert<QDBusVariant>() ? value.value<QDBusVariant>().variant() : value;
    const uint scheme = inner.toUInt();
    if (scheme == 0)
        return;
    const bool dark = scheme == 1;
    QSettings().setValue(rememberedKey, dark);
    if (dark == m_dark)
        return;
    m_dark = dark;
    emit changed();
}

} // namespace ligature
