// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <bit>

#include "core/export/onnx/onnx_view.h"

namespace ligature {

namespace {

/// TensorProto's numbers for them.
constexpr std::int64_t castToInt64 = 7;
constexpr std::int64_t castToUint64 = 13;

/// How many numbers of so many bits a whole number of 64 bits holds.
std::int64_t heldByOne(std::int64_t bits)
{
    return 64 / bits;
}

std::int64_t packedBytes(std::int64_t count, std::int64_t bits)
{
    return 8 * ((count + heldByOne(bits) - 1) / heldByOne(bits));
}

std::vector<std::int64_t> packed(const std::vector<std::int64_t>& numbers, std::int64_t bits, std::int64_t from_bit)
{
    const auto held = static_cast<std::size_t>(heldByOne(bits));
    const std::uint64_t mask = (std::uint64_t{1} << bits) - 1;
    std::vector<std::uint64_t> words((numbers.size() + held - 1) / held);
    for (std::size_t i = 0; i < numbers.size(); ++i)
        words[i / held] |= (static_cast<std::uint64_t>(numbers[i]) >> from_bit & mask)
                           << (i % held * static_cast<std::size_t>(bits));
    std::vector<std::int64_t> stored(words.size());
    std::ranges::transform(words, stored.begin(), [](std::uint64_t word) { return std::bit_cast<std::int64_t>(word); });
    return stored;
}

/// Nodes that take numbers out of a table in which several of them share a whole number of 64 bits.
std::string unpacked(const OnnxViewStep& step, const std::vector<std::int64_t>& numbers, std::int64_t bits,
                     std::int64_t from_bit)
{
    OnnxGraph& graph = step.graph;
    std::vector<std::int64_t> words = packed(numbers, bits, from_bit);
    std::vector<std::int64_t> shifts;
    for (std::int64_t i = 0; i < heldByOne(bits); ++i)
        shifts.push_back(i * bits);
    const auto count = static_cast<std::int64_t>(words.size());
    NamedTensor table{.name = {}, .shape = Shape{count, 1}, .values = std::move(words)};
    const auto cast = [&](const std::string& value, std::int64_t to) {
        return step.add("Cast", {value}, {{"to", to}});
    };
    const std::string shifted = step.add("BitShift",
                                         {cast(graph.tensor(std::move(table), step.wish + "/places"), castToUint64),
                                          cast(graph.integers(shifts), castToUint64)},
                                         {{"direction", std::string("RIGHT")}});
    const std::string each = step.add("Mod", {cast(shifted, castToInt64), graph.integer(std::int64_t{1} << bits)});
    const std::string flat = step.add("Reshape", {each, graph.integers({-1})});
    return step.add("Slice", {flat, graph.integers({0}), graph.integers({static_cast<std::int64_t>(numbers.size())})});
}

/// The table of places, each below `limit`: as few bytes of the file as they can be. They are as many as the weight
/// that is read, so with 32 bits each the file would be larger than with the weight itself.
std::string table(const OnnxViewStep& step, std::vector<std::int64_t> places, std::int64_t limit)
{
    constexpr std::int64_t half = 16;
    constexpr std::int64_t nodes = 500; // What the nodes that unpack take, about.
    const auto count = static_cast<std::int64_t>(places.size());
    const auto bits = std::max<std::int64_t>(1, std::bit_width(static_cast<std::uint64_t>(limit - 1)));
    const std::int64_t plain = 4 * count;
    const std::int64_t whole = packedBytes(count, bits) + nodes;
    const std::int64_t split =
        bits > half ? packedBytes(count, half) + packedBytes(count, bits - half) + 2 * nodes : whole;
    const Shape& shape = step.output_shape;
    if (plain <= std::min(whole, split))
        return step.graph.tensor({.name = {}, .shape = shape, .values = std::move(places)}, step.wish + "/places");
    const auto shaped = [&](const std::string& flat) {
        return step.add("Reshape", {flat, step.graph.integers(shape.extents())});
    };
    if (whole <= split)
        return shaped(unpacked(step, places, bits, 0));
    const std::string high = unpacked(step, places, bits - half, half);
    return shaped(step.add("Add", {unpacked(step, places, half, 0),
                                   step.add("Mul", {high, step.graph.integer(std::int64_t{1} << half)})}));
}

} // namespace

const OnnxView& hashOnnxView()
{
    static const OnnxView view("hash", [](const OnnxViewStep& step) -> std::string {
        // ONNX has no 64-bit hash, so the places are a table. Places with a minus read from a negated copy behind.
        LinearRead places = read({ViewStep{"hash", step.attributes}}, step.input_shape);
        OnnxGraph& graph = step.graph;
        std::int64_t limit = step.input_shape.elementCount();
        std::string flat = step.add("Reshape", {step.input, graph.integers({-1})});
        if (!places.coefficient.empty()) {
            for (std::size_t i = 0; i < places.index.size(); ++i)
                places.index[i] += places.coefficient[i] < 0 ? limit : 0;
            limit *= 2;
            flat = step.add("Concat", {flat, step.add("Neg", {flat})}, {{"axis", std::int64_t{0}}});
        }
        return step.add("Gather", {flat, table(step, std::move(places.index), limit)}, {{"axis", std::int64_t{0}}});
    });
    return view;
}

} // namespace ligature
