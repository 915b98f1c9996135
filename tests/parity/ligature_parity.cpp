// SPDX-License-Identifier: GPL-3.0-or-later
// ligature-parity FIRST COUNT: prints one JSON object a line for each of COUNT random networks from seed FIRST on: the
// network as tests/golden/reference.py reads it, its values and samples, and what Ligature makes of them in double and
// in single precision. parity.py compares that with PyTorch.
#include <cmath>
#include <cstdlib>
#include <iostream>

#include <nlohmann/json.hpp>

#include "core/layers/layer_type.h"
#include "core/network/analysis.h"
#include "core/network/reachability.h"
#include "core/program/lower.h"
#include "core/program/program.h"
#include "core/training/optimizer_state.h"
#include "tests/parity/random_network.h"

using namespace ligature;
using namespace ligature::parity;
using Json = nlohmann::ordered_json;

namespace {

constexpr int stepCount = 10;

Json toJson(const AttributeValue& value)
{
    return std::visit(
        [](const auto& held) -> Json {
            if constexpr (std::is_same_v<std::decay_t<decltype(held)>, Shape>)
                return held.extents();
            else
                return held;
        },
        value);
}

Json toJson(const Attributes& attributes)
{
    Json json = Json::object();
    for (const auto& [name, value] : attributes.values())
        json[name] = toJson(value);
    return json;
}

Json layersOf(const Network& network, const Analysis& analysis)
{
    Json layers = Json::object();
    for (const LayerId id : layersTowardsALoss(network, analysis.order)) {
        const Layer& layer = network.layers.at(id);
        const LayerType& type = *findLayerType(layer.type);
        const Attributes attributes = withDefaults(type.attributes(), layer.attributes);
        Json inputs = Json::object();
        for (const PortSpec& port : type.inputs(attributes)) {
            const Port& from = network.links.at(Port{id, port.name});
            const std::string& name = network.layers.at(from.layer).name;
            inputs[port.name] = from.port == "output" ? name : name + ":" + from.port;
        }
        layers[layer.name] = {{"type", layer.type}, {"attributes", toJson(attributes)}, {"inputs", std::move(inputs)}};
    }
    return layers;
}

/// Every tie, those of private parameters too: reference.py takes whatever name it is given.
Json usesOf(const Network& network)
{
    Json shared = Json::object();
    for (const auto& [slot, tie] : network.ties) {
        Json view = Json::array();
        for (const ViewStep& step : tie.view) {
            const ViewType& type = *findViewType(step.type);
            view.push_back({step.type, toJson(withDefaults(type.attributes(), step.attributes))});
        }
        shared[parameterName(network, tie.parameter)].push_back(
            {network.layers.at(slot.layer).name, slot.slot, std::move(view), tie.gradient_factor});
    }
    return shared;
}

template <typename T>
std::vector<double> inOrder(const ProgramParameter<T>& parameter, std::span<const T> memory)
{
    std::vector<T> values(memory.size());
    fetch<T, T>(memory, parameter.description, values);
    return {values.begin(), values.end()};
}

template <typename T>
void fill(Program<T>& program, const RandomCase& drawn)
{
    for (ProgramParameter<T>& parameter : program.parameters())
        store<double, T>(drawn.values.at(parameter.description.id), parameter.description, parameter.values);
    for (const GraphInput& input : program.inputs()) {
        const std::vector<double>& samples = input.role == InputRole::Features ? drawn.features : drawn.targets;
        std::ranges::transform(samples, program.inputBuffer(input).begin(), [](double v) { return static_cast<T>(v); });
    }
}

template <typename T>
Json train(const RandomCase& drawn, const OperationGraph& graph)
{
    Program<T> program(graph, drawn.batch, 1);
    fill(program, drawn);
    TrainingSettings settings;
    settings.optimizer = drawn.optimizer;
    settings.optimizer_attributes = drawn.optimizer_attributes;
    OptimizerState<T> optimizer(program, settings);
    Json result = {{"losses", Json::array()}, {"gradients", Json::object()}, {"after", Json::object()}};
    for (int step = 0; step <= stepCount; ++step) {
        const StepContext context{drawn.batch, drawn.training, static_cast<std::uint64_t>(step)};
        result["losses"].push_back(program.forward(context));
        if (step == stepCount)
            break;
        program.backward(context);
        for (const ProgramParameter<T>& parameter : program.parameters()) {
            if (step == 0 && !parameter.gradient.empty())
                result["gradients"][parameter.description.name] = inOrder<T>(parameter, parameter.gradient);
        }
        if (drawn.training)
            program.updateState(context);
        optimizer.step();
    }
    for (const ProgramParameter<T>& parameter : program.parameters())
        result["after"][parameter.description.name] = inOrder<T>(parameter, parameter.values);
    return result;
}

/// Whether the loss is large or runs away: then the last bit of a value decides where to, and there is nothing to
/// compare.
bool isWild(const Json& trained)
{
    const auto first = trained["losses"].front().get<double>();
    return std::ranges::any_of(trained["losses"], [first](const Json& loss) {
        return !(loss.get<double>() <= std::min(20.0, 1.05 * first + 0.05));
    });
}

/// The network of that seed, trained at a rate at which it stays calm, or the next one that does.
RandomCase calmCase(std::uint64_t seed)
{
    constexpr std::uint64_t stride = 1'000'003;
    for (std::uint64_t next = seed;; next += stride) {
        RandomCase drawn = randomCase(next);
        const Result<OperationGraph> graph = lower(drawn.network);
        if (!graph) {
            std::cerr << "seed " << next << ": " << graph.error().oneLine() << '\n';
            std::exit(1);
        }
        for (int attempt = 0; attempt < 4; ++attempt) {
            if (!isWild(train<double>(drawn, *graph)) && !isWild(train<float>(drawn, *graph)))
                return drawn;
            const auto rate = drawn.optimizer_attributes.get<double>("learning_rate");
            drawn.optimizer_attributes.set("learning_rate", rate / 4);
        }
    }
}

Json caseOf(std::uint64_t seed)
{
    const RandomCase drawn = calmCase(seed);
    const Analysis analysis = analyse(drawn.network);
    const OperationGraph graph = lower(drawn.network, analysis).value();
    Json json = {{"seed", seed},
                 {"network", {{"layers", layersOf(drawn.network, analysis)}, {"shared", usesOf(drawn.network)}}},
                 {"training", drawn.training},
                 {"batch", drawn.batch},
                 {"features", drawn.features},
                 {"targets", drawn.targets},
                 {"optimizer", {drawn.optimizer, toJson(drawn.optimizer_attributes)}}};
    for (const GraphParameter& parameter : graph.parameters) {
        json["parameters"][parameter.name] = {{"shape", parameter.shape.extents()},
                                              {"values", drawn.values.at(parameter.id)},
                                              {"trainable", parameter.trainable},
                                              {"learning_rate_factor", parameter.learning_rate_factor},
                                              {"weight_decay_factor", parameter.weight_decay_factor}};
    }
    json["double"] = train<double>(drawn, graph);
    json["float"] = train<float>(drawn, graph);
    return json;
}

} // namespace

int main(int count, char** arguments)
{
    if (count != 3) {
        std::cerr << "usage: ligature-parity FIRST COUNT\n";
        return 2;
    }
    const std::uint64_t first = std::strtoull(arguments[1], nullptr, 10);
    const std::uint64_t cases = std::strtoull(arguments[2], nullptr, 10);
    for (std::uint64_t seed = first; seed < first + cases; ++seed)
        std::cout << caseOf(seed).dump() << '\n';
    return 0;
}
