// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/recent_files.h"

#include <QFileInfo>
#include <QSettings>

namespace ligature {

namespace {

const auto settingsKey = QStringLiteral("recentFiles");

/// One spelling for one file; a file that is gone keeps the path it had.
QString normalized(const QString& path)
{
    const QFileInfo info(path);
    return info.exists() ? info.canonicalFilePath() : info.absoluteFilePath();
}

} // namespace

RecentFiles::RecentFiles(QSettings& settings, QObject* parent) : QObject(parent), m_settings(settings) {}

QStringList RecentFiles::paths() const
{
    return m_settings.value(settingsKey).toStringList();
}

void RecentFiles::add(const QString& path)
{
    QStringList all = paths();
    const QString entry = normalized(path);
    all.removeAll(entry);
    all.prepend(entry);
    store(all.mid(0, limit));
}

void RecentFiles::remove(const QString& path)
{
    QStringList all = paths();
    // Under either spelling: the file may have gone since it was added.
    all.removeAll(path);
    all.removeAll(normalized(path));
    store(all);
}

void RecentFiles::clear()
{
    store({});
}

void RecentFiles::store(const QStringList& all)
{
    if (all == paths())
        return;
    m_settings.setValue(settingsKey, all);
    emit changed();
}

} // namespace ligature
