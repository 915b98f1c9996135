// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/initial_values.h"

#include <algorithm>

#include "core/tensor/random_stream.h"

namespace ligature {

namespace {

template <typename From, typename To>
void transposeInto(std::span<const From> from, std::int64_t rows, std::int64_t columns, std::span<To> to)
{
    for (std::int64_t row = 0; row < rows; ++row) {
        for (std::int64_t column = 0; column < columns; ++column) {
            to[static_cast<std::size_t>(column * rows + row)] =
                static_cast<To>(from[static_cast<std::size_t>(row * columns + column)]);
        }
    }
}

} // namespace

InitialValues drawInitialValues(const OperationGraph& graph, std::uint64_t seed)
{
    InitialValues values;
    for (const GraphParameter& parameter : graph.parameters) {
        std::vector<double>& drawn = values[parameter.id];
        drawn.resize(static_cast<std::size_t>(parameter.shape.elementCount()));
        const InitializerType* const type = findInitializerType(parameter.initializer.type);
        RandomStream random(seed, "init", {parameter.id.value});
        type->fill(withDefaults(type->attributes(), parameter.initializer.attributes), parameter.fans, random, drawn);
    }
    return values;
}

InitialValues twinValues(const InitialValues& tied, const OperationGraph& tied_graph, const Twin& twin)
{
    std::map<ParameterId, Shape> shapes;
    for (const GraphParameter& parameter : tied_graph.parameters)
        shapes[parameter.id] = parameter.shape;
    InitialValues values;
    for (const auto& [id, source] : twin.sources) {
        const auto found = tied.find(source.parameter);
        if (found == tied.end())
            continue;
        const LinearRead how = read(source.view, shapes.at(source.parameter));
        std::vector<double>& copy = values[id];
        for (std::size_t i = 0; i < how.index.size(); ++i) {
            const double value = found->second[static_cast<std::size_t>(how.index[i])];
            copy.push_back(how.coefficient.empty() ? value : how.coefficient[i] * value);
        }
    }
    return values;
}

template <typename From, typename To>
void store(std::span<const From> values, const GraphParameter& parameter, std::span<To> memory)
{
    if (parameter.stored_transposed)
        transposeInto(values, parameter.shape[0], parameter.shape[1], memory);
    else
        std::ranges::transform(values, memory.begin(), [](From v) { return static_cast<To>(v); });
}

template <typename From, typename To>
void fetch(std::span<const From> memory, const GraphParameter& parameter, std::span<To> values)
{
    if (parameter.stored_transposed)
        transposeInto(memory, parameter.shape[1], parameter.shape[0], values);
    else
        std::ranges::transform(memory, values.begin(), [](From v) { return static_cast<To>(v); });
}

template void store(std::span<const double>, const GraphParameter&, std::span<float>);
template void store(std::span<const double>, const GraphParameter&, std::span<double>);
template void store(std::span<const float>, const GraphParameter&, std::span<float>);
template void fetch(std::span<const float>, const GraphParameter&, std::span<float>);
template void fetch(std::span<const double>, const GraphParameter&, std::span<double>);

} // namespace ligature
