// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/recent_files.h"

#include <QFileInfo>
#include <QSettings>

namespace ligature {

namespace {

constexpr auto key = "recent_files";
constexpr int limit = 10;

} // namespace

RecentFiles::RecentFiles(QObject* parent) : QObject(parent), m_paths(QSettings().value(key).toStringList()) {}

void RecentFiles::add(const QString& path)
{
    const QString absolute = QFileInfo(path).absoluteFilePath();
    m_paths.removeAll(absolute);
    m_paths.prepend(absolute);
    if (m_paths.size() > limit)
        m_paths.resize(limit);
    store();
}

void RecentFiles::remove(const QString& path)
{
    m_paths.removeAll(QFileInfo(path).absoluteFilePath());
    store();
}

void RecentFiles::clear()
{
    m_paths.clear();
    store();
}

void RecentFiles::store()
{
    QSettings().setValue(key, m_paths);
    emit changed();
}

} // namespace ligature
