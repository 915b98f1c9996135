// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/start_loss.h"

#include <algorithm>
#include <cmath>

#include "core/layers/layer_type.h"
#include "core/network/repeat.h"
#include "core/program/initial_values.h"
#include "core/program/lower.h"
#include "core/program/program.h"
#include "core/tensor/random_stream.h"
#include "core/tying/account.h"

namespace ligature {

namespace {

constexpr std::int64_t startSamples = 4;
constexpr std::int64_t mostOperations = std::int64_t{1} << 31;
constexpr std::int64_t mostValues = std::int64_t{1} << 25;

/// How many indices the readers of an input choose among; 0 where they read numbers.
std::int64_t indicesOf(const Network& network, const Analysis& analysis, LayerId source)
{
    for (const auto& [input, output] : network.links) {
        if (output.layer != source)
            continue;
        const Layer& reader = network.layers.at(input.layer);
        const LayerType* const type = findLayerType(reader.type);
        if (type == nullptr)
            continue;
        const Attributes attributes = withDefaults(type->attributes(), reader.attributes);
        if (type->name() == "embedding")
            return attributes.get<std::int64_t>("num_embeddings");
        if (type->category() == LayerCategory::Shape) {
            if (const std::int64_t count = indicesOf(network, analysis, input.layer); count > 0)
                return count;
        }
        const std::optional<LossMeaning> loss = type->loss();
        const std::vector<PortSpec> ports = type->inputs(attributes);
        if (!loss || input.port == ports.front().name)
            continue;
        const std::optional<Shape> scores = analysis.inputShape(network, {input.layer, ports.front().name});
        const bool chooses = loss->target == LossMeaning::Target::Class || loss->target == LossMeaning::Target::Classes;
        if (chooses && scores && scores->rank() > 0)
            return (*scores)[scores->rank() - 1];
        if (loss->target == LossMeaning::Target::Sameness || loss->target == LossMeaning::Target::Probabilities)
            return 2;
    }
    return 0;
}

} // namespace

std::optional<double> lossAtStart(const Project& project, LayerId loss)
{
    const Network network = expand(project.network).network;
    const Result<OperationGraph> graph = lower(network);
    if (!graph || graph->losses.empty())
        return std::nullopt;
    const Account account = accountOf(project.network, project.training);
    if (account.tied.parameters > mostValues || account.tied.flops_per_sample > mostOperations / startSamples ||
        Program<float>::bytesNeeded(*graph, startSamples) > mostValues * 16 || !checkMemoryForValues(*graph))
        return std::nullopt;
    const Analysis analysis = analyse(network);
    Program<float> program(*graph, startSamples, project.training.seed);
    const InitialValues values = drawInitialValues(*graph, project.training.seed);
    for (ProgramParameter<float>& parameter : program.parameters())
        store(std::span<const double>(values.at(parameter.description.id)), parameter.description, parameter.values);
    for (const GraphInput& input : program.inputs()) {
        RandomStream random(project.training.seed, "made up", {input.layer.value});
        const auto indices = static_cast<double>(indicesOf(network, analysis, input.layer));
        std::ranges::generate(program.inputBuffer(input), [&] {
            return static_cast<float>(indices > 0 ? std::floor(random.uniform() * indices) : random.normal());
        });
    }
    program.forward({startSamples, false, 0});
    const auto place = std::ranges::find(graph->losses, loss, &GraphLoss::layer);
    if (place == graph->losses.end())
        return std::nullopt;
    const float measured = program.loss(static_cast<std::size_t>(place - graph->losses.begin()));
    return std::isfinite(measured) ? std::optional<double>(measured) : std::nullopt;
}

} // namespace ligature
