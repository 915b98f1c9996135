// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/run_saver.h"

#include <filesystem>
#include <utility>

#include <QMetaObject>

namespace ligature {

RunSaver::RunSaver(QObject* parent) : QObject(parent) {}

RunSaver::~RunSaver() = default;

void RunSaver::save(RunToSave run, const QString& project_file, Done done)
{
    // The worker before this one is waited for: two must not write into one folder.
    m_worker = std::jthread([this, run = std::move(run), path = std::filesystem::path(project_file.toStdU16String()),
                             done = std::move(done)] {
        const Result<void> saved = saveRun(run, path);
        QMetaObject::invokeMethod(
            this, [saved, done] { done(saved); }, Qt::QueuedConnection);
    });
}

} // namespace ligature
