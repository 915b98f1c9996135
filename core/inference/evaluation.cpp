// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/evaluation.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include "core/training/batch_order.h"
#include "core/training/data_fit.h"
#include "core/training/denormals.h"
#include "core/training/losses.h"
#include "core/training/measure.h"

namespace ligature {

namespace {

constexpr std::array<std::pair<std::string_view, DataPart>, 4> dataParts = {{{"training", DataPart::Training},
                                                                             {"validation", DataPart::Validation},
                                                                             {"test", DataPart::Test},
                                                                             {"all", DataPart::All}}};

/// The samples of a part, and the batch that they are measured in: as in the training, since sums of floats depend on
/// it.
struct MeasuredPart {
    std::vector<std::int64_t> samples;
    std::int64_t batch = 1;
};

Result<MeasuredPart> samplesOf(const TrainedArm& arm, const Dataset& dataset, DataPart part)
{
    MeasuredPart found;
    if (part == DataPart::All) {
        found.samples.resize(static_cast<std::size_t>(dataset.sample_count));
        std::iota(found.samples.begin(), found.samples.end(), 0);
        found.batch = std::clamp<std::int64_t>(dataset.sample_count, 1, arm.training.batch_size);
    } else {
        if (BatchOrder::trainingCount(dataset, arm.training) < 1)
            return fail(dataset.name, "it has no samples to train on, and so no parts", "take --part all");
        const BatchOrder order(dataset, arm.training);
        if (arm.split &&
            (arm.split->training != order.training().size() || arm.split->validation != order.validation().size()))
            return fail(dataset.name,
                        "it would be split into " + std::to_string(order.training().size()) + " and " +
                            std::to_string(order.validation().size()) +
                            " samples for training and validation, and what is trained had " +
                            std::to_string(arm.split->training) + " and " + std::to_string(arm.split->validation),
                        "take all of these data, or the data and the validation share that were trained with");
        const auto samples = part == DataPart::Training     ? order.training()
                             : part == DataPart::Validation ? order.validation()
                                                            : order.test();
        found.samples.assign(samples.begin(), samples.end());
        found.batch = std::min<std::int64_t>(arm.training.batch_size, std::ssize(order.training()));
    }
    if (!found.samples.empty())
        return found;
    const auto* const word = std::ranges::find(dataParts, part, [](const auto& entry) { return entry.second; });
    return fail(dataset.name, "there are no samples in the part \"" + std::string(word->first) + "\"",
                part == DataPart::All ? "choose data that have some" : "take all of the data");
}

} // namespace

std::optional<DataPart> dataPartOf(std::string_view word)
{
    const auto* const part = std::ranges::find(dataParts, word, [](const auto& entry) { return entry.first; });
    return part == dataParts.end() ? std::nullopt : std::optional(part->second);
}

Result<Evaluation> evaluate(const TrainedArm& arm, const Dataset& dataset, DataPart part, const std::stop_token& stop)
{
    if (const auto difference = arm.data ? differenceOf(*arm.data, identityOf(dataset)) : std::nullopt)
        return fail(dataset.name, *difference, "choose data such as were trained on");
    if (const auto findings = dataFindings(arm.network, arm.graph, factsOf(dataset)); !findings.empty())
        return tl::unexpected(errorOf(arm.network, findings.front(), dataset.name));
    const auto measured_part = samplesOf(arm, dataset, part);
    if (!measured_part)
        return tl::unexpected(measured_part.error());
    const auto program = compile(arm, measured_part->batch);
    if (!program)
        return tl::unexpected(program.error());
    const std::size_t losses = lossesOf(arm.network).size();
    const DenormalsAsZero fast;
    const std::optional<Measured> measured =
        measure(**program, arm.network, dataset, measured_part->samples,
                {.losses = std::vector<LossMeasure>(losses > 1 ? losses : 0), .stop = stop});
    if (!measured)
        return fail(dataset.name, "its evaluation was stopped", {}, ErrorKind::Work);
    return Evaluation{std::ssize(measured_part->samples), measured->loss, measured->metric, measured->losses};
}

} // namespace ligature
