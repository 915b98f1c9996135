// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/trained_options.h"

#include <algorithm>
#include <filesystem>

#include "app/cli/data_options.h"
#include "app/cli/project_options.h"
#include "core/project/project_file.h"
#include "core/report/training_folder.h"
#include "core/tying/arm.h"

namespace ligature::cli {

namespace {

/// The arm that was named, or all that are trained.
Result<std::vector<ArmId>> chosenArms(const TrainedOptions& options, const Network& network)
{
    if (!options.variant.empty()) {
        const ArmId arm(options.variant);
        if (const auto known = checkArms(std::span(&arm, 1), network, "--variant"); !known)
            return tl::unexpected(known.error());
        return std::vector<ArmId>{arm};
    }
    std::vector<ArmId> trained = trainedVariants(options.weights);
    if (trained.empty())
        return fail(options.weights, "this folder holds no trained weights", "train with --out " + options.weights);
    return trained;
}

/// The data, without their targets where those alone are what keeps them from being read.
Result<Dataset> readData(const DataIdentity& trained, const DataSource& source, const std::filesystem::path& base,
                         bool needs_targets)
{
    Result<Dataset> dataset = loadDatasetLike(trained, source, base);
    const DataFormat* const format = findDataFormat(source.format);
    if (dataset || needs_targets || format == nullptr || dataset.error().kind != ErrorKind::Input)
        return dataset;
    DataSource bare = source;
    bare.options = format->withoutTargets(source.options);
    Result<Dataset> without = bare == source ? dataset : loadDatasetLike(trained, bare, base);
    if (without && !featureDifference(trained, identityOf(*without)))
        return without;
    // Where the targets are there, and would be features now, they are not what is missed.
    const std::string what = without ? *featureDifference(trained, identityOf(*without)) : without.error().what;
    const bool has_targets = std::ranges::any_of(
        trained.targets, [&](const std::string& target) { return what.find('"' + target) != std::string::npos; });
    return without || has_targets ? dataset : without;
}

} // namespace

void addTrainedOptions(CLI::App& command, TrainedOptions& options)
{
    command.add_option("PROJECT", options.project, "The project file")->required()->type_name("");
    command.add_option("--weights", options.weights, "What train --out wrote")->required()->type_name("DIR");
    command
        .add_option("--variant", options.variant,
                    "tied, untied or another arm (see train --arms); without it, those that DIR holds")
        ->type_name("NAME");
    addDataOptions(command, options.data, options.data_options, "Take this file instead of the project's data");
}

Result<TrainedInput> readTrainedInput(const TrainedOptions& options, bool needs_targets)
{
    Result<Project> project = loadProject(options.project);
    if (!project)
        return tl::unexpected<Error>(project.error());
    const auto arms = chosenArms(options, project->network);
    if (!arms)
        return tl::unexpected<Error>(arms.error());
    if (const auto set = setData(*project, options.data, options.data_options); !set)
        return tl::unexpected<Error>(set.error());
    TrainedInput input;
    for (const ArmId& arm : *arms) {
        Result<TrainedArm> read = readTrainedArm(options.weights, *project, arm);
        if (!read)
            return tl::unexpected<Error>(read.error());
        input.arms.push_back(std::move(*read));
    }
    // All arms of a folder were trained on one and the same.
    Result<Dataset> dataset = readData(input.arms.front().data.value_or(DataIdentity{}), project->data,
                                       std::filesystem::absolute(options.project).parent_path(), needs_targets);
    if (!dataset)
        return tl::unexpected<Error>(dataset.error());
    printRemarks(*dataset);
    input.project = std::move(*project);
    input.dataset = std::move(*dataset);
    return input;
}

} // namespace ligature::cli
