// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/training_folder.h"

#include <algorithm>
#include <iterator>
#include <system_error>

#include "core/export/description.h"
#include "core/export/write_export.h"
#include "core/files/atomic_file.h"
#include "core/files/replacement.h"
#include "core/files/writable_folder.h"
#include "core/network/repeat.h"
#include "core/program/lower.h"
#include "core/report/event_file.h"
#include "core/report/history_file.h"
#include "core/report/uses_file.h"
#include "core/safetensors/safetensors_file.h"
#include "core/tying/alias_values.h"
#include "core/tying/arm.h"

namespace ligature {

namespace {

constexpr const char* eventFolderName = "tensorboard";
constexpr std::uintmax_t historyLimit = std::uintmax_t{4} << 30;
constexpr std::uintmax_t weightsLimit = std::uintmax_t{64} << 30;

bool isFile(const std::filesystem::path& path)
{
    std::error_code ignored;
    return std::filesystem::is_regular_file(path, ignored);
}

Result<void> writeWeights(Replacement& files, const std::filesystem::path& folder, const Trainer& trainer,
                          const Project& project, const ArmId& arm)
{
    const ExportRequest request = {project.name,     arm,         trainer.network(arm), trainer.weights(arm),
                                   project.training, project.data};
    const Result<std::vector<ExportedFile>> exported =
        findExporter("safetensors")->write(request, weightsFileName(arm));
    if (!exported)
        return tl::unexpected(exported.error());
    for (const ExportedFile& file : *exported) {
        if (const auto written = files.write(folder / file.name, file.bytes); !written)
            return written;
    }
    return {};
}

/// The arms that people made of which the folder has weights with a checkpoint beside them, in the order of their
/// words.
std::vector<ArmId> customArmsIn(const std::filesystem::path& folder)
{
    const std::string end = weightsFileName(ArmId(""));
    std::vector<ArmId> arms;
    std::error_code error;
    // An iterator and not a range-for, whose steps throw.
    for (std::filesystem::directory_iterator file(folder, error), last; !error && file != last; file.increment(error)) {
        const std::string name = file->path().filename().string();
        const std::string word = name.ends_with(end) ? name.substr(0, name.size() - end.size()) : std::string();
        if (isArmWord(word) && findArmType(word) == nullptr && isFile(folder / checkpointFileName(ArmId(word))))
            arms.emplace_back(word);
    }
    std::ranges::sort(arms);
    return arms;
}

/// What is in the folder of an arm that is not trained is of an earlier training.
Result<void> removeArm(Replacement& files, const std::filesystem::path& folder, const ArmId& arm)
{
    for (const std::string& name : {weightsFileName(arm), checkpointFileName(arm)}) {
        if (const auto removed = files.remove(folder / name); !removed)
            return removed;
    }
    return {};
}

/// Where nothing was watched, there is no file, also none of an earlier training.
Result<void> writeUsesFile(Replacement& files, const std::filesystem::path& file, const TrainingReport& report)
{
    if (report.use_gradients.empty())
        return files.remove(file);
    return files.write(file, writeUses(report.watched_uses, report.use_gradients));
}

/// A run of TensorBoard for each arm. Where they are not asked for, there are none, also none of an earlier training.
Result<void> writeEventFiles(Replacement& files, const std::filesystem::path& folder, const TrainingReport& report)
{
    const std::filesystem::path place = folder / eventFolderName;
    for (const ArmId& arm : armsThatLeftFiles(folder)) {
        const auto trained = std::ranges::find(report.histories, arm, &History::variant);
        if (report.event_files_began && trained != report.histories.end())
            continue;
        if (const auto removed = files.remove(place / toString(arm) / eventFileName); !removed)
            return removed;
    }
    if (!report.event_files_began)
        return {};
    const std::string metric = metricName(report.project.network);
    for (const History& history : report.histories) {
        std::vector<MetricEvent> events = history.steps;
        std::ranges::copy(history.epochs, std::back_inserter(events));
        std::ranges::stable_sort(events, {}, &MetricEvent::step);
        if (const auto made = makeWritableFolder(place / toString(history.variant)); !made)
            return made;
        if (const auto written = files.write(place / toString(history.variant) / eventFileName,
                                             encodeEventFile(events, metric, *report.event_files_began));
            !written)
            return written;
    }
    return {};
}

} // namespace

std::vector<ArmId> armsThatLeftFiles(const std::filesystem::path& folder)
{
    std::vector<ArmId> arms;
    for (const ArmType* const type : armTypes())
        arms.push_back(type->id());
    std::ranges::copy(customArmsIn(folder), std::back_inserter(arms));
    return arms;
}

std::string weightsFileName(ArmId variant)
{
    return toString(variant) + ".safetensors";
}

std::filesystem::path runsFolder(std::filesystem::path project_file)
{
    return project_file.replace_extension(".runs");
}

Result<void> writeTrainingFolder(const std::filesystem::path& folder, const Trainer& trainer,
                                 const TrainingReport& report)
{
    Replacement files(folder);
    if (const auto written = writeTrainingFiles(files, folder, trainer, report); !written)
        return written;
    return files.commit();
}

Result<void> writeTrainingFiles(Replacement& files, const std::filesystem::path& folder, const Trainer& trainer,
                                const TrainingReport& report)
{
    for (const ArmId& arm : armsThatLeftFiles(folder)) {
        if (std::ranges::find(trainer.variants(), arm) != trainer.variants().end())
            continue;
        if (const auto removed = removeArm(files, folder, arm); !removed)
            return removed;
    }
    for (const ArmId& arm : trainer.variants()) {
        if (const auto written = writeWeights(files, folder, trainer, report.project, arm); !written)
            return written;
        if (const auto written = files.write(folder / checkpointFileName(arm), trainer.checkpoint(arm)); !written)
            return written;
    }
    if (const auto written = files.write(folder / historyFileName, writeHistory(report.histories)); !written)
        return written;
    // One of an earlier training.
    if (const auto removed = report.has_step_log ? Result<void>() : files.remove(folder / stepLogFileName); !removed)
        return removed;
    if (const auto written = writeUsesFile(files, folder / usesFileName, report); !written)
        return written;
    if (const auto written = writeEventFiles(files, folder, report); !written)
        return written;
    return files.write(folder / reportFileName, writeReport(report));
}

Result<std::vector<History>> readHistoryUntil(const std::filesystem::path& folder, std::int64_t step)
{
    const std::filesystem::path file = folder / historyFileName;
    if (!std::filesystem::exists(file))
        return std::vector<History>();
    const Result<std::string> csv = readFile(file, historyLimit);
    if (!csv)
        return tl::unexpected<Error>(csv.error());
    Result<std::vector<History>> histories = readHistory(*csv, file.string());
    if (!histories)
        return histories;
    for (History& history : *histories) {
        const auto later = [step](const MetricEvent& event) { return event.step > step; };
        std::erase_if(history.steps, later);
        std::erase_if(history.epochs, later);
    }
    return histories;
}

Result<std::vector<UseGradients>> readUsesUntil(const std::filesystem::path& folder,
                                                const std::vector<WatchedUses>& watched, std::int64_t step)
{
    const std::filesystem::path file = folder / usesFileName;
    if (!std::filesystem::exists(file))
        return std::vector<UseGradients>();
    const Result<std::string> csv = readFile(file, historyLimit);
    if (!csv)
        return tl::unexpected<Error>(csv.error());
    Result<std::vector<UseGradients>> seen = readUses(*csv, watched, file.string());
    if (seen)
        std::erase_if(*seen, [step](const UseGradients& figures) { return figures.step > step; });
    return seen;
}

std::vector<ArmId> trainedVariants(const std::filesystem::path& folder)
{
    std::vector<ArmId> variants;
    for (const ArmType* const type : armTypes()) {
        if (isFile(folder / weightsFileName(type->id())))
            variants.push_back(type->id());
    }
    std::ranges::copy(customArmsIn(folder), std::back_inserter(variants));
    return variants;
}

Result<ExportRequest> readTrained(const std::filesystem::path& folder, const Project& project, ArmId variant)
{
    const std::string path = folder / weightsFileName(variant);
    const Result<std::string> bytes = readFile(path, weightsLimit);
    if (!bytes)
        return tl::unexpected<Error>(bytes.error());
    const Result<SafetensorsFile> file = decodeSafetensors(*bytes, path);
    if (!file)
        return tl::unexpected<Error>(file.error());

    Network network = expand(project.network).network;
    Result<DerivedNetwork> made = makeArm(variant, network);
    if (!made)
        return tl::unexpected(made.error());
    ExportRequest request = {project.name, variant, std::move(made->network), {}, project.training, project.data};
    setDrawn(request, project);
    const Result<OperationGraph> graph = lower(request.network);
    if (!graph)
        return tl::unexpected<Error>(graph.error());
    const std::string mend = "give the folder of a training of this project";
    for (const GraphParameter& parameter : graph->parameters) {
        const NamedTensor* const tensor = findTensor(*file, parameter.name);
        if (!tensor || !tensor->floats())
            return fail(path, "it has no values for the parameter \"" + parameter.name + "\"", mend);
        if (tensor->shape != parameter.shape) {
            return fail(path,
                        "\"" + parameter.name + "\" is " + tensor->shape.toString() + " there and " +
                            parameter.shape.toString() + " in the project",
                        mend);
        }
        request.weights.parameters.push_back({parameter.id, parameter.name, parameter.shape, *tensor->floats()});
    }
    const Result<std::size_t> aliases = checkAliases(request.network, *file, path);
    if (!aliases)
        return tl::unexpected<Error>(aliases.error());
    if (file->tensors.size() != request.weights.parameters.size() + *aliases)
        return fail(path, "it has values for parameters that the project does not have", mend);
    return request;
}

} // namespace ligature
