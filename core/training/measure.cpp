// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/measure.h"

#include <algorithm>
#include <cmath>

#include "core/program/initial_values.h"

namespace ligature {

namespace {

void copyRows(const AlignedArray<float>& values, std::int64_t width, std::span<const std::int64_t> samples, float* to)
{
    for (const std::int64_t sample : samples) {
        std::copy_n(values.data() + sample * width, width, to);
        to += width;
    }
}

} // namespace

void loadSamples(Program<float>& program, const Dataset& dataset, std::span<const std::int64_t> samples)
{
    for (const GraphInput& input : program.inputs()) {
        const bool features = input.role == InputRole::Features;
        copyRows(features ? dataset.features : dataset.targets,
                 (features ? dataset.feature_shape : dataset.target_shape).elementCount(), samples,
                 program.inputBuffer(input).data());
    }
}

void loadFeatures(Program<float>& program, const Dataset& dataset, std::span<const std::int64_t> samples)
{
    for (const GraphInput& input : program.inputs()) {
        if (input.role == InputRole::Features)
            copyRows(dataset.features, dataset.feature_shape.elementCount(), samples,
                     program.inputBuffer(input).data());
        else
            std::ranges::fill(program.inputBuffer(input), 0.0F);
    }
}

Result<void> loadWeights(Program<float>& program, const Weights& weights)
{
    for (ProgramParameter<float>& parameter : program.parameters()) {
        const GraphParameter& description = parameter.description;
        const auto found = std::ranges::find(weights.parameters, description.id, &ParameterValues::parameter);
        if (found == weights.parameters.end() || found->shape != description.shape)
            return fail(description.name, "there are no trained values of its shape", "train the network anew");
        store(std::span<const float>(found->values), description, parameter.values);
    }
    return {};
}

std::optional<Measured> measure(Program<float>& program, const Network& network, const Dataset& dataset,
                                std::span<const std::int64_t> samples, Measuring how)
{
    Measured sum{0, 0, std::move(how.losses), {}};
    for (LossMeasure& loss : sum.losses)
        loss.val_loss = loss.metric = 0;
    for (std::size_t from = 0; from < samples.size();) {
        if (how.stop.stop_requested())
            return std::nullopt;
        const auto count = std::min(static_cast<std::size_t>(program.maxBatch()), samples.size() - from);
        loadSamples(program, dataset, samples.subspan(from, count));
        const StepContext context{static_cast<std::int64_t>(count), false, how.step};
        const float loss = program.forward(context);
        if (!std::isfinite(loss) && sum.non_finite_layer.empty()) {
            const auto layer = program.firstNonFinite(context);
            sum.non_finite_layer = layer ? network.layers.at(*layer).name : std::string();
        }
        sum.loss += static_cast<double>(loss) * static_cast<double>(count);
        sum.metric += program.metric(context) * static_cast<double>(count);
        for (std::size_t i = 0; i < sum.losses.size(); ++i) {
            sum.losses[i].val_loss += static_cast<double>(program.loss(i)) * static_cast<double>(count);
            sum.losses[i].metric += program.metric(context, i) * static_cast<double>(count);
        }
        from += count;
        if (how.told)
            how.told(static_cast<std::int64_t>(count));
    }
    const auto total = static_cast<double>(samples.size());
    sum.loss /= total;
    sum.metric = program.shownMetric(sum.metric / total);
    for (std::size_t i = 0; i < sum.losses.size(); ++i) {
        sum.losses[i].val_loss /= total;
        sum.losses[i].metric = program.shownMetric(sum.losses[i].metric / total, i);
    }
    return sum;
}

} // namespace ligature
