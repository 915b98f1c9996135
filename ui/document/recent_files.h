// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QStringList>

class QSettings;

namespace ligature {

/// The project files that were opened or saved last, newest first, kept in the settings it is given. GUI thread.
class RecentFiles : public QObject {
    Q_OBJECT

public:
    /// @param settings outlives this
    explicit RecentFiles(QSettings& settings, QObject* parent = nullptr);

    static constexpr int limit = 10;

    /// Absolute paths. A file may be gone by now: whoever opens it finds out and calls remove().
    [[nodiscard]] QStringList paths() const;
    /// To the front, once.
    void add(const QString& path);
    void remove(const QString& path);
    void clear();

signals:
    void changed();

private:
    void store(const QStringList& paths);

    QSettings& m_settings;
};

} // namespace ligature
