// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/saved_run.h"

#include <limits>
#include <utility>

#include "core/files/replacement.h"
#include "core/files/writable_folder.h"
#include "core/project/project_file.h"
#include "core/report/training_folder.h"

namespace ligature {

namespace {

const char* const trainedProject = "run.ligature";

std::filesystem::path folderOf(const std::filesystem::path& project_file)
{
    return runsFolder(project_file) / "trained";
}

} // namespace

Result<void> saveRun(const RunToSave& run, const std::filesystem::path& project_file)
{
    std::shared_ptr<const Dataset> dataset = run.dataset;
    if (!dataset) {
        Result<Dataset> loaded = loadDataset(run.project.data, std::filesystem::absolute(project_file).parent_path());
        if (!loaded)
            return tl::unexpected(loaded.error());
        dataset = std::make_shared<const Dataset>(std::move(*loaded));
    }
    const auto trainer = Trainer::resume(run.project, dataset, *run.state);
    if (!trainer)
        return tl::unexpected(trainer.error());
    const std::filesystem::path folder = folderOf(project_file);
    if (const auto prepared = makeWritableFolder(folder); !prepared)
        return prepared;
    TrainingReport report;
    report.project = run.project;
    report.data_name = dataset->name;
    report.training_samples = (*trainer)->trainingSampleCount();
    report.validation_samples = (*trainer)->validationSampleCount();
    report.total_steps = (*trainer)->totalSteps();
    report.histories = run.histories;
    report.twin_check = run.twin_check;
    Replacement files(folder);
    if (const auto written = writeTrainingFiles(files, folder, **trainer, report); !written)
        return written;
    if (const auto written = files.write(folder / trainedProject, writeProject(run.project)); !written)
        return written;
    return files.commit();
}

Result<std::optional<SavedRun>> savedRunOf(const Project& project, const std::filesystem::path& project_file)
{
    const std::filesystem::path folder = folderOf(project_file);
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(folder / trainedProject, ignored))
        return std::nullopt;
    const Result<Project> trained = loadProject(folder / trainedProject);
    if (!trained)
        return tl::unexpected(trained.error());
    if (trained->network != project.network || trained->data != project.data)
        return std::nullopt;
    Result<std::vector<History>> histories = readHistoryUntil(folder, std::numeric_limits<std::int64_t>::max());
    if (!histories)
        return tl::unexpected(histories.error());
    return SavedRun{folder, trained->training, std::move(*histories)};
}

} // namespace ligature
