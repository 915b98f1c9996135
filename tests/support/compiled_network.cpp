// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/compiled_network.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "core/layers/layer_type.h"
#include "core/network/analysis.h"
#include "core/network/edits.h"
#include "core/program/lower.h"
#include "tests/support/example_networks.h"

namespace ligature::testing {

namespace {

OperationGraph lowered(const Network& network)
{
    auto graph = lower(network);
    if (!graph)
        throw std::logic_error(graph.error().oneLine());
    return *graph;
}

} // namespace

CompiledNetwork::CompiledNetwork(const Network& network, std::int64_t batch)
    : m_network(network), m_batch(batch), m_graph(lowered(network)),
      m_program(std::make_unique<Program<double>>(m_graph, batch, 1))
{
    setParameters(drawInitialValues(m_graph, 1));
}

const ProgramParameter<double>& CompiledNetwork::parameter(const std::string& name) const
{
    for (const ProgramParameter<double>& parameter : std::as_const(*m_program).parameters()) {
        if (parameter.description.name == name)
            return parameter;
    }
    throw std::logic_error("there is no parameter " + name);
}

const GraphInput& CompiledNetwork::input(LayerId layer) const
{
    return *std::ranges::find(m_graph.inputs, layer, &GraphInput::layer);
}

ValueIndex CompiledNetwork::outputOf(LayerId layer) const
{
    return m_graph.outputs.at(Port{layer, "output"});
}

void CompiledNetwork::setParameter(const std::string& name, const std::vector<double>& values)
{
    const ProgramParameter<double>& found = parameter(name);
    if (values.size() != found.values.size())
        throw std::logic_error(name + " has another size");
    store(std::span<const double>(values), found.description, found.values);
}

void CompiledNetwork::setParameters(const InitialValues& values)
{
    for (const ProgramParameter<double>& parameter : m_program->parameters()) {
        store(std::span<const double>(values.at(parameter.description.id)), parameter.description, parameter.values);
    }
}

void CompiledNetwork::setInput(const std::string& layer, const std::vector<double>& values)
{
    const std::span<double> buffer = m_program->inputBuffer(input(layerNamed(m_network, layer)));
    if (values.size() != buffer.size())
        throw std::logic_error(layer + " has another size");
    std::ranges::copy(values, buffer.begin());
}

void CompiledNetwork::makeLossASum()
{
    m_program->forward({m_batch, true, 0});
    for (const auto& [id, layer] : m_network.layers) {
        if (layer.type != "mean_squared_error")
            continue;
        const auto prediction = m_program->valueBuffer(m_graph.outputs.at(m_network.links.at({id, "prediction"})));
        const std::span<double> target = m_program->inputBuffer(input(m_network.links.at({id, "target"}).layer));
        for (std::size_t i = 0; i < target.size(); ++i)
            target[i] = prediction[i] - 0.5 * static_cast<double>(target.size());
    }
}

double CompiledNetwork::run()
{
    const StepContext context{m_batch, true, 0};
    const double loss = m_program->forward(context);
    m_program->backward(context);
    return loss;
}

std::vector<double> CompiledNetwork::output(const std::string& layer) const
{
    const auto buffer = m_program->valueBuffer(outputOf(layerNamed(m_network, layer)));
    return {buffer.begin(), buffer.end()};
}

std::vector<double> CompiledNetwork::outputGradient(const std::string& layer) const
{
    const auto buffer = m_program->gradientBuffer(outputOf(layerNamed(m_network, layer)));
    return {buffer.begin(), buffer.end()};
}

std::vector<double> CompiledNetwork::values(const std::string& name) const
{
    const ProgramParameter<double>& found = parameter(name);
    std::vector<double> values(found.values.size());
    fetch(std::span<const double>(found.values), found.description, std::span<double>(values));
    return values;
}

std::vector<double> CompiledNetwork::gradient(const std::string& name) const
{
    const ProgramParameter<double>& found = parameter(name);
    std::vector<double> values(found.gradient.size());
    if (!values.empty())
        fetch(std::span<const double>(found.gradient), found.description, std::span<double>(values));
    return values;
}

double largestDifference(const std::vector<double>& a, const std::vector<double>& b)
{
    if (a.size() != b.size())
        return std::numeric_limits<double>::infinity();
    double largest = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        largest =
            std::isfinite(a[i]) ? std::max(largest, std::abs(a[i] - b[i])) : std::numeric_limits<double>::infinity();
    return largest;
}

std::vector<double> someNumbers(std::int64_t count, double first)
{
    std::vector<double> numbers;
    for (std::int64_t i = 0; i < count; ++i)
        numbers.push_back(std::sin(first + static_cast<double>(i) * 0.7) + 0.1);
    return numbers;
}

LayerId addInput(Network& network, const std::string& name, Shape shape)
{
    return addLayer(network, "input", name, {{"shape", std::move(shape)}});
}

LayerId addAfter(Network& network, LayerId from, const std::string& type, const std::string& name,
                 Attributes attributes)
{
    const LayerId layer = addLayer(network, type, name, std::move(attributes));
    must(link(network, {from, "output"}, {layer, "input"}));
    return layer;
}

void addSumLoss(Network& network, LayerId prediction)
{
    const std::string name = network.layers.at(prediction).name;
    const Analysis analysis = analyse(network);
    const LayerId target = addInput(network, "target of " + name, analysis.outputs.at({prediction, "output"}));
    const LayerId loss = addLayer(network, "mean_squared_error", "loss of " + name);
    must(link(network, {prediction, "output"}, {loss, "prediction"}));
    must(link(network, {target, "output"}, {loss, "target"}));
}

ParameterId addParameter(Network& network, const std::string& name, Shape shape)
{
    const ParameterId id = addSharedParameter(network, name);
    network.parameters.at(id).shape = std::move(shape);
    return id;
}

} // namespace ligature::testing
