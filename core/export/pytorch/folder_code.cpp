// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/pytorch/folder_code.h"
#include "core/export/code/training_left_out.h"

#include <algorithm>
#include <set>

#include "core/export/code/python_text.h"
#include "core/export/pytorch/module_code.h"
#include "core/memory/memory_limit.h"
#include "core/safetensors/safetensors_file.h"
#include "core/training/trainer.h"

namespace ligature {

namespace {

Result<void> checkFit(const ExportRequest& request, const Dataset& dataset)
{
    Project project;
    project.name = request.project_name;
    project.network = request.network;
    project.training = request.training;
    project.training.arms = {tiedArm}; // the variant that is exported, as it is
    for (const Diagnostic& obstacle : trainingObstacles(project, &dataset)) {
        // What is too large for this machine may be trained on another.
        if (obstacle.code != "memory")
            return tl::unexpected(errorOf(request.network, obstacle, request.project_name));
    }
    return {};
}

NamedTensor tensorOf(std::string name, std::int64_t count, const Shape& sample, std::span<const float> values)
{
    std::vector<std::int64_t> extents = sample.extents();
    extents.insert(extents.begin(), count);
    return {std::move(name), Shape(std::move(extents)), std::vector<float>(values.begin(), values.end())};
}

Result<std::string> dataBytes(const Dataset& dataset)
{
    const std::uint64_t bytes = sizeof(float) * (dataset.features.size() + dataset.targets.size());
    // A copy, and the file's bytes.
    if (const auto enough = checkMemory(2 * bytes, "data.safetensors"); !enough)
        return tl::unexpected<Error>(enough.error());
    SafetensorsFile file;
    file.tensors.push_back(tensorOf("features", dataset.sample_count, dataset.feature_shape, dataset.features.span()));
    if (dataset.target_kind != TargetKind::None)
        file.tensors.push_back(tensorOf("targets", dataset.sample_count, dataset.target_shape, dataset.targets.span()));
    return encodeSafetensors(file);
}

/// Whether a parameter that may be trained gets no gradient, for which nobody must wait.
bool hasUnusedParameters(const CodePlan& plan)
{
    std::set<std::size_t> reached;
    for (const CodeRead& read : plan.reads) {
        if (read.gradient_factor != 0.0)
            reached.insert(read.parameter);
    }
    for (std::size_t i = 0; i < plan.parameters.size(); ++i) {
        if (plan.parameters[i].trainable && !reached.contains(i))
            return true;
    }
    return false;
}

std::string settings(const CodePlan& plan, const TrainingSettings& training)
{
    std::string tables;
    for (const CodeTable& table : plan.tables)
        tables += (tables.empty() ? "" : ", ") + pythonString(table.name);
    const std::string left_out = sentenceOnTrainingLeftOut(training);
    return "\"\"\"How the project trains; its optimizer is in model.py." +
           (left_out.empty() ? left_out : " " + left_out) +
           "\"\"\"\n\nBATCH_SIZE = " + pythonLiteral(samplesAStep(training)) +
           "\nEPOCHS = " + pythonLiteral(training.epochs) +
           "\nVALIDATION_FRACTION = " + pythonLiteral(training.validation_fraction) +
           "\n# The largest norm of all gradients together; 0: they are not clipped.\nGRADIENT_CLIPPING = " +
           pythonLiteral(training.gradient_clipping) +
           "\n# Decides the split, the order of the batches and what is dropped out.\nSEED = " +
           std::to_string(training.seed) +
           "\n# Whether a parameter gets no gradient, since every use of it is stopped.\nHAS_UNUSED_PARAMETERS = " +
           pythonLiteral(hasUnusedParameters(plan)) +
           "\n# What model.safetensors holds beside the parameters.\nTABLES = [" + tables + "]\n";
}

std::string readme(const ExportRequest& request)
{
    return "# " + inComment(request.project_name) + ": the " + toString(request.variant) +
           " network, to be trained elsewhere\n\n"
           "    pip install -r requirements.txt\n"
           "    python train.py                              # alone\n"
           "    torchrun --nproc_per_node=4 train.py         # four processes: a GPU each, or the CPU's\n\n"
           "Each process takes its part of every batch, so the losses are those of one process, and of Ligature.\n"
           "`run/` holds history.csv, the checkpoint from which a stopped run goes on when it is started again, and in "
           "the end\ntrained.safetensors: `ligature-cli import run/trained.safetensors -o PROJECT` brings it back.\n"
           "`--out`, `--epochs` and `--checkpoint-every` say where, how long and how often; settings.py has the "
           "rest.\n";
}

} // namespace

Result<std::vector<ExportedFile>> FolderCode::files() const
{
    const Result<Dataset> dataset = loadDataset(request.data, request.data_folder);
    if (!dataset)
        return tl::unexpected<Error>(dataset.error());
    if (const auto fits = checkFit(request, *dataset); !fits)
        return tl::unexpected<Error>(fits.error());
    Result<std::string> data = dataBytes(*dataset);
    if (!data)
        return tl::unexpected<Error>(data.error());
    const ModuleCode module{plan, request, library, "model.safetensors", true};
    std::vector<ExportedFile> files = {
        {"model.py", module.text()},    {"settings.py", settings(plan, request.training)},
        {"README.md", readme(request)}, {"requirements.txt", "torch>=1.13\nsafetensors>=0.3\n"},
        {"model.safetensors", weights}, {"data.safetensors", std::move(*data)}};
    const std::string own = "folder/";
    for (const auto& [path, file] : library.functions()) {
        if (path.starts_with(own))
            files.push_back({path.substr(own.size()) + ".py", file.text});
    }
    return files;
}

} // namespace ligature
