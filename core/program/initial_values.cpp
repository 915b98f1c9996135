// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/initial_values.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "core/memory/memory_limit.h"
#include "core/network/first_draw.h"
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

/// What the view reads of the values: its coefficients and products are rounded as the program's are.
template <typename T>
std::vector<double> readValues(const View& view, const Shape& shape, const std::vector<double>& values)
{
    constexpr std::int64_t chunk = 4096; // So that the table of the whole view is never there.
    const std::int64_t count = outputShape(view, shape)->elementCount();
    const auto strided = stridedRead(view, memoryOf(shape));
    std::vector<double> seen;
    seen.reserve(static_cast<std::size_t>(count));
    LinearRead part;
    for (std::int64_t from = 0; from < count; from += chunk) {
        part.index.resize(static_cast<std::size_t>(std::min(chunk, count - from)));
        std::iota(part.index.begin(), part.index.end(), from);
        read(view, shape, part);
        for (std::size_t i = 0; i < part.index.size(); ++i) {
            const double value = values[static_cast<std::size_t>(part.index[i])];
            // A product of several constants is taken in the order in which the program takes it.
            const double factor = strided ? strided->coefficient : part.coefficient.empty() ? 1.0 : part.coefficient[i];
            seen.push_back(factor == 1.0 ? value : static_cast<double>(static_cast<T>(factor) * static_cast<T>(value)));
        }
    }
    return seen;
}

std::vector<double> draw(const Initializer& initializer, std::uint64_t seed, ParameterId stream, const Shape& shape,
                         Fans fans)
{
    std::vector<double> drawn(static_cast<std::size_t>(shape.elementCount()));
    const InitializerType* const type = findInitializerType(initializer.type);
    RandomStream random(seed, "init", {stream.value});
    type->fill(withDefaults(type->attributes(), initializer.attributes), fans, random, drawn);
    return drawn;
}

std::vector<double> firstValues(const GraphParameter& parameter, std::uint64_t seed)
{
    const std::optional<FirstDraw>& first = parameter.first_draw;
    if (!draws(first, parameter.shape))
        return draw(parameter.initializer, seed, parameter.id, parameter.shape, parameter.fans);
    return readValues<double>(first->view, first->shape,
                              draw(parameter.initializer, seed, first->stream, first->shape, first->fans));
}

} // namespace

Result<void> checkMemoryForValues(const OperationGraph& graph)
{
    std::uint64_t bytes = 0;
    for (const GraphParameter& parameter : graph.parameters) {
        // Shapes hold at most largestTensor elements, so only their sum can overflow.
        const auto own = static_cast<std::uint64_t>(parameter.shape.elementCount());
        const auto drawn = parameter.first_draw ? static_cast<std::uint64_t>(parameter.first_draw->shape.elementCount())
                                                : std::uint64_t{0};
        if (__builtin_add_overflow(bytes, own * (sizeof(double) + sizeof(float)) + drawn * sizeof(double), &bytes))
            bytes = std::numeric_limits<std::uint64_t>::max();
    }
    return checkMemory(bytes, "the values of the parameters", "make the layers smaller, or close other programs");
}

InitialValues drawInitialValues(const OperationGraph& graph, std::uint64_t seed)
{
    InitialValues values;
    for (const GraphParameter& parameter : graph.parameters)
        values[parameter.id] = firstValues(parameter, seed);
    return values;
}

template <typename T>
InitialValues twinValues(const InitialValues& tied, const OperationGraph& tied_graph, const DerivedNetwork& twin)
{
    std::map<ParameterId, Shape> shapes;
    for (const GraphParameter& parameter : tied_graph.parameters)
        shapes[parameter.id] = parameter.shape;
    InitialValues values;
    for (const auto& [id, source] : twin.sources) {
        const auto found = tied.find(source.parameter);
        if (found != tied.end())
            values[id] = readValues<T>(source.view, shapes.at(source.parameter), found->second);
    }
    return values;
}

template InitialValues twinValues<float>(const InitialValues&, const OperationGraph&, const DerivedNetwork&);
template InitialValues twinValues<double>(const InitialValues&, const OperationGraph&, const DerivedNetwork&);

InitialValues derivedValues(const InitialValues& drawn, const OperationGraph& drawn_graph, const DerivedNetwork& made,
                            const OperationGraph& graph, std::uint64_t seed)
{
    InitialValues values = twinValues<float>(drawn, drawn_graph, made);
    for (const GraphParameter& parameter : graph.parameters) {
        if (!made.sources.contains(parameter.id))
            values[parameter.id] = firstValues(parameter, seed);
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
