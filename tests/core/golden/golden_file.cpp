// SPDX-License-Identifier: GPL-3.0-or-later
#include "golden_file.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <set>
#include <stdexcept>

#include "core/layers/layer_type.h"
#include "core/network/analysis.h"
#include "core/network/edits.h"
#include "core/program/initial_values.h"
#include "core/program/lower.h"
#include "tests/support/test_folder.h"

namespace ligature::golden {

namespace {

void must(const Result<void>& result)
{
    if (!result)
        throw std::logic_error(result.error().oneLine());
}

AttributeValue value(const Json& json, const AttributeSpec& spec)
{
    switch (spec.kind) {
    case AttributeKind::Boolean: return json.get<bool>();
    case AttributeKind::Integer: return json.get<std::int64_t>();
    case AttributeKind::Real: return json.get<double>();
    case AttributeKind::Shape: return Shape(json.get<std::vector<std::int64_t>>());
    case AttributeKind::Choice:
    case AttributeKind::Text:
    case AttributeKind::Path: return json.get<std::string>();
    }
    throw std::logic_error("an attribute of an unknown kind");
}

/// "name", or "name:port" for one of several outputs.
Port outputPort(const std::map<std::string, LayerId>& ids, const std::string& source)
{
    const std::size_t colon = source.find(':');
    if (colon == std::string::npos)
        return {ids.at(source), "output"};
    return {ids.at(source.substr(0, colon)), source.substr(colon + 1)};
}

/// The layers that feed a layer, which are listed somewhere in the file, come first.
void addLayers(Network& network, const Json& layers)
{
    std::map<std::string, LayerId> ids;
    for (const auto& [name, layer] : layers.items()) {
        const auto type = layer.at("type").get<std::string>();
        const LayerType* declared = findLayerType(type);
        if (declared == nullptr)
            throw std::logic_error("there is no layer type " + type);
        ids[name] = addLayer(network, type, name, attributes(layer.at("attributes"), declared->attributes()));
    }
    for (const auto& [name, layer] : layers.items()) {
        for (const auto& [port, source] : layer.at("inputs").items())
            must(link(network, outputPort(ids, source.get<std::string>()), {ids.at(name), port}));
    }
}

View viewOf(const Json& use)
{
    if (use.size() < 3)
        return {};
    if (use.at(2) == "transpose")
        return transposeView();
    View view;
    for (const Json& step : use.at(2)) {
        const auto type = step.at(0).get<std::string>();
        view.push_back({type, attributes(step.at(1), findViewType(type)->attributes())});
    }
    return view;
}

Slot slotOf(const Network& network, const Json& use)
{
    return {findLayer(network, use.at(0).get<std::string>()).value(), use.at(1).get<std::string>()};
}

} // namespace

const Json& layerCases()
{
    static const Json all = [] {
        std::set<std::filesystem::path> files;
        for (const auto& entry : std::filesystem::directory_iterator(testing::testFolder() + "/golden/layers"))
            files.insert(entry.path());
        Json cases = Json::array();
        for (const std::filesystem::path& file : files) {
            const Json content = readFile("layers/" + file.filename().string());
            cases.insert(cases.end(), content.at("cases").begin(), content.at("cases").end());
        }
        return cases;
    }();
    return all;
}

Json readFile(const std::string& name)
{
    std::ifstream file(testing::testFolder() + "/golden/" + name);
    return Json::parse(file);
}

Tensors tensors(const Json& json)
{
    Tensors result;
    for (const auto& [name, values] : json.items())
        result[name] = values.get<std::vector<double>>();
    return result;
}

Attributes attributes(const Json& json, std::span<const AttributeSpec> specs)
{
    Attributes result;
    for (const auto& [name, given] : json.items()) {
        const auto spec = std::ranges::find(specs, name, &AttributeSpec::name);
        if (spec == specs.end())
            throw std::logic_error("there is no attribute " + name);
        result.set(name, value(given, *spec));
    }
    must(validate(specs, result, "golden"));
    return result;
}

Network network(const Json& json)
{
    Network result;
    addLayers(result, json.at("layers"));
    const Json shared_parameters = json.value("shared", Json::object());
    for (const auto& [name, uses] : shared_parameters.items()) {
        const ParameterId shared = shareSlot(result, slotOf(result, uses.at(0)), name);
        if (json.contains("shapes") && json.at("shapes").contains(name))
            result.parameters.at(shared).shape = Shape(json.at("shapes").at(name).get<std::vector<std::int64_t>>());
        for (const Json& use : uses)
            must(tie(result, shared, slotOf(result, use), viewOf(use)));
    }
    return result;
}

OperationGraph graph(const Network& network)
{
    const Analysis analysis = analyse(network);
    for (const Diagnostic& diagnostic : analysis.diagnostics) {
        if (diagnostic.severity == Severity::Error)
            throw std::logic_error(diagnostic.message);
    }
    Result<OperationGraph> lowered = lower(network, analysis);
    if (!lowered)
        throw std::logic_error(lowered.error().oneLine());
    return *lowered;
}

template <typename T>
void setParameters(Program<T>& program, const Tensors& values)
{
    if (program.parameters().size() != values.size())
        throw std::logic_error("the network has other parameters than the golden file");
    for (const ProgramParameter<T>& parameter : program.parameters())
        store<double, T>(values.at(parameter.description.name), parameter.description, parameter.values);
}

template <typename T>
void setSamples(Program<T>& program, const std::vector<double>& features, const std::vector<double>& targets,
                std::int64_t first, std::int64_t count)
{
    for (const GraphInput& input : program.inputs()) {
        const std::vector<double>& source = input.role == InputRole::Features ? features : targets;
        const std::span<T> buffer = program.inputBuffer(input);
        const std::int64_t size = static_cast<std::int64_t>(buffer.size()) / program.maxBatch();
        for (std::int64_t i = 0; i < count * size; ++i)
            buffer[static_cast<std::size_t>(i)] = static_cast<T>(source.at(static_cast<std::size_t>(first * size + i)));
    }
}

template <typename T>
std::vector<double> inOrder(const ProgramParameter<T>& parameter, std::span<const T> memory)
{
    std::vector<T> values(memory.size());
    fetch<T, T>(memory, parameter.description, values);
    return {values.begin(), values.end()};
}

double relativeError(const std::vector<double>& actual, const std::vector<double>& expected)
{
    if (actual.size() != expected.size())
        return std::numeric_limits<double>::infinity();
    double difference = 0;
    double largest = 0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        if (!std::isfinite(actual[i]))
            return std::numeric_limits<double>::infinity();
        difference = std::max(difference, std::abs(actual[i] - expected[i]));
        largest = std::max(largest, std::abs(expected[i]));
    }
    return difference == 0 ? 0 : difference / largest;
}

template void setParameters(Program<float>&, const Tensors&);
template void setParameters(Program<double>&, const Tensors&);
template void setSamples(Program<float>&, const std::vector<double>&, const std::vector<double>&, std::int64_t,
                         std::int64_t);
template void setSamples(Program<double>&, const std::vector<double>&, const std::vector<double>&, std::int64_t,
                         std::int64_t);
template std::vector<double> inOrder(const ProgramParameter<float>&, std::span<const float>);
template std::vector<double> inOrder(const ProgramParameter<double>&, std::span<const double>);

} // namespace ligature::golden
