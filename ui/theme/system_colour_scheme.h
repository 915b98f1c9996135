// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QVariant>

class QDBusVariant;

namespace ligature {

/// Whether the desktop prefers dark, as the settings portal (org.freedesktop.appearance) says it. Qt asks the portal
/// itself only from 6.5 on. Made before the application's palette is set: without a portal the platform's own palette
/// decides. The answer comes later and is remembered, so that the next start does not change its colours in sight.
class SystemColourScheme : public QObject {
    Q_OBJECT

public:
    explicit SystemColourScheme(QObject* parent = nullptr);

    [[nodiscard]] bool isDark() const { return m_dark; }
    /// Asks the desktop, and listens from then on.
    void watch();

signals:
    void changed();

private Q_SLOTS:
    void settingChanged(const QString& group, const QString& key, const QDBusVariant& value);

private:
    void take(const QVariant& value);

    bool m_dark = false;
};

} // namespace ligature
