// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/run_saver.h"

#include <filesystem>
#include <utility>

#include "core/memory/within_memory.h"
#include "core/project/project_file.h"

namespace ligature {

RunSaver::RunSaver(QObject* parent) : QObject(parent) {}

void RunSaver::saveProject(std::shared_ptr<const Project> project, const QString& file, Done done)
{
    m_work.add([project = std::move(project), path = std::filesystem::path(file.toStdU16String()),
                done = std::move(done)]() -> BackgroundWork::Sequel {
        const Result<void> saved = withinMemory(path.string(), [&] { return ligature::saveProject(*project, path); });
        return [saved, done] { done(saved); };
    });
}

void RunSaver::save(RunToSave run, const QString& project_file, Done done)
{
    m_work.add([run = std::move(run), path = std::filesystem::path(project_file.toStdU16String()),
                done = std::move(done)]() -> BackgroundWork::Sequel {
        const Result<void> saved = withinMemory(path.string(), [&] { return saveRun(run, path); });
        return [saved, done] { done(saved); };
    });
}

} // namespace ligature
