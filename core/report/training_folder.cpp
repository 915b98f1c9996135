// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/training_folder.h"

#include <algorithm>
#include <array>

#include "core/export/description.h"
#include "core/export/write_export.h"
#include "core/files/atomic_file.h"
#include "core/files/writable_folder.h"
#include "core/network/repeat.h"
#include "core/program/lower.h"
#include "core/report/history_file.h"
#include "core/report/uses_file.h"
#include "core/safetensors/safetensors_file.h"
#include "core/tying/alias_values.h"
#include "core/tying/twin.h"

namespace ligature {

namespace {

constexpr std::uintmax_t historyLimit = std::uintmax_t{4} << 30;
constexpr std::uintmax_t weightsLimit = std::uintmax_t{64} << 30;
constexpr std::array bothVariants = {Variant::Tied, Variant::Untied};

bool hasVariant(const Trainer& trainer, Variant variant)
{
    return std::ranges::find(trainer.variants(), variant) != trainer.variants().end();
}

Result<void> writeWeights(const std::filesystem::path& folder, const Trainer& trainer, const Project& project,
                          Variant variant)
{
    const ExportRequest request = {project.name,     variant,     trainer.network(variant), trainer.weights(variant),
                                   project.training, project.data};
    return writeExport(*findExporter("safetensors"), request, folder / weightsFileName(variant)).map([](const auto&) {
    });
}

void removeOtherVariant(const std::filesystem::path& folder, Variant variant)
{
    // One that cannot be removed is left; it is still a whole file of an earlier training.
    std::error_code ignored;
    std::filesystem::remove(folder / weightsFileName(variant), ignored);
    std::filesystem::remove(folder / checkpointFileName(variant), ignored);
}

/// Where nothing was watched, there is no file, also none of an earlier training.
Result<void> writeUsesFile(const std::filesystem::path& file, const TrainingReport& report)
{
    if (!report.use_gradients.empty())
        return writeFileAtomically(file, writeUses(report.watched_uses, report.use_gradients));
    std::error_code ignored;
    std::filesystem::remove(file, ignored);
    return {};
}

} // namespace

std::string weightsFileName(Variant variant)
{
    return toString(variant) + ".safetensors";
}

std::string checkpointFileName(Variant variant)
{
    return toString(variant) + ".checkpoint.safetensors";
}

std::filesystem::path runsFolder(std::filesystem::path project_file)
{
    return project_file.replace_extension(".runs");
}

Result<void> prepareTrainingFolder(const std::filesystem::path& folder)
{
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) {
        return fail(folder.string(), "the folder cannot be made: " + error.message(),
                    "choose another one, or mend the permissions");
    }
    return checkWritableFolder(folder);
}

Result<void> writeTrainingFolder(const std::filesystem::path& folder, const Trainer& trainer,
                                 const TrainingReport& report)
{
    for (const Variant variant : bothVariants) {
        if (!hasVariant(trainer, variant)) {
            removeOtherVariant(folder, variant);
            continue;
        }
        if (const auto written = writeWeights(folder, trainer, report.project, variant); !written)
            return written;
    }
    if (const auto written = trainer.writeCheckpoint(folder); !written)
        return written;
    if (const auto written = writeFileAtomically(folder / historyFileName, writeHistory(report.histories)); !written)
        return written;
    if (const auto written = writeUsesFile(folder / usesFileName, report); !written)
        return written;
    return writeFileAtomically(folder / reportFileName, writeReport(report));
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

std::vector<Variant> trainedVariants(const std::filesystem::path& folder)
{
    std::vector<Variant> variants;
    for (const Variant variant : bothVariants) {
        std::error_code ignored;
        if (std::filesystem::is_regular_file(folder / weightsFileName(variant), ignored))
            variants.push_back(variant);
    }
    return variants;
}

Result<ExportRequest> readTrained(const std::filesystem::path& folder, const Project& project, Variant variant)
{
    const std::string path = folder / weightsFileName(variant);
    const Result<std::string> bytes = readFile(path, weightsLimit);
    if (!bytes)
        return tl::unexpected<Error>(bytes.error());
    const Result<SafetensorsFile> file = decodeSafetensors(*bytes, path);
    if (!file)
        return tl::unexpected<Error>(file.error());

    Network network = expand(project.network).network;
    if (variant == Variant::Untied)
        network = untie(network).network;
    ExportRequest request = {project.name, variant, std::move(network), {}, project.training, project.data};
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
