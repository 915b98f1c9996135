// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/model_pass.h"

#include <algorithm>

#include "core/memory/memory_limit.h"
#include "core/program/lower.h"
#include "core/training/denormals.h"
#include "core/training/measure.h"

namespace ligature {

ModelPass::ModelPass(OperationGraph graph, std::int64_t batch) : m_graph(std::move(graph)), m_program(m_graph, batch, 0)
{
}

Result<std::unique_ptr<ModelPass>> ModelPass::create(const Network& network, const Weights& weights, std::int64_t batch)
{
    Result<OperationGraph> graph = lower(network);
    if (!graph)
        return tl::unexpected(graph.error());
    const auto bytes = static_cast<std::uint64_t>(Program<float>::bytesNeeded(*graph, batch));
    if (const auto enough = checkMemory(bytes, "looking at what the network makes of its data"); !enough)
        return tl::unexpected(enough.error());
    std::unique_ptr<ModelPass> pass(new ModelPass(std::move(*graph), batch));
    if (const auto loaded = loadWeights(pass->m_program, weights); !loaded)
        return tl::unexpected(loaded.error());
    return pass;
}

std::int64_t ModelPass::elementCount(const Port& port) const
{
    const ValueIndex value = m_graph.outputs.at(port);
    return m_graph.values[static_cast<std::size_t>(value)].spec.shape.elementCount();
}

Result<void> ModelPass::checkFits(const Dataset& dataset) const
{
    for (const GraphInput& input : m_program.inputs()) {
        const bool features = input.role == InputRole::Features;
        const std::int64_t has = (features ? dataset.feature_shape : dataset.target_shape).elementCount();
        const std::int64_t takes = m_graph.values[static_cast<std::size_t>(input.value)].spec.shape.elementCount();
        if (has != takes || (!features && dataset.target_kind == TargetKind::None)) {
            return fail(dataset.name,
                        "its samples have " + std::to_string(has) + (features ? " features" : " targets") +
                            ", and the network takes " + std::to_string(takes),
                        "train the network on these data");
        }
    }
    return {};
}

void ModelPass::run(const Dataset& dataset, std::span<const std::int64_t> samples)
{
    loadSamples(m_program, dataset, samples);
    forward(static_cast<std::int64_t>(samples.size()));
}

void ModelPass::run(std::span<const float> features, std::int64_t samples)
{
    for (const GraphInput& input : m_program.inputs()) {
        if (input.role == InputRole::Features)
            std::ranges::copy(features, m_program.inputBuffer(input).begin());
        else
            std::ranges::fill(m_program.inputBuffer(input), 0.0F);
    }
    forward(samples);
}

void ModelPass::forward(std::int64_t samples)
{
    const DenormalsAsZero fast; // as training computes
    m_samples = samples;
    m_program.forward({samples, false, 0});
}

std::span<const float> ModelPass::output(const Port& port) const
{
    return m_program.valueBuffer(m_graph.outputs.at(port))
        .first(static_cast<std::size_t>(elementCount(port) * m_samples));
}

} // namespace ligature
