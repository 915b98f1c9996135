// SPDX-License-Identifier: GPL-3.0-or-later
// The operators of transformers, as the layers that they are made of.
#include <cmath>

#include "core/import/onnx/axis_range.h"
#include "core/import/onnx/operand_pair.h"

namespace ligature {

namespace {

/// Heads × steps × features of a sample, and whether they were side by side in one axis.
struct Heads {
    ReadActivation read;
    bool were_flat = false;
};

const Shape& headsFirst()
{
    static const Shape axes{2, 1, 3};
    return axes;
}

Result<Heads> headsOf(NodeReader& node, std::size_t place, std::int64_t count)
{
    const Result<ReadActivation> input = node.needActivation(place);
    if (!input)
        return tl::unexpected(input.error());
    if (input->shape.rank() == 3)
        return Heads{*input, false};
    if (input->shape.rank() != 2 || count < 1 || input->shape[1] % count != 0)
        return unmapped("its input " + std::to_string(place + 1) + " of " + input->shape.toString() +
                        " cannot be split into " + std::to_string(count) + " heads");
    return node.graph.shaped(*input, Shape{input->shape[0], count, input->shape[1] / count})
        .and_then([&](const ReadActivation& split) {
            return node.add("permute", {{"axes", headsFirst()}}, {split});
        })
        .map([](const ReadActivation& given) {
            return Heads{given, true};
        });
}

Result<void> giveHeads(NodeReader& node, const ReadActivation& heads, bool are_flat)
{
    if (!are_flat) {
        node.give(batchFirst(heads.port, heads.shape));
        return {};
    }
    const Shape flat{heads.shape[1], heads.shape[0] * heads.shape[2]};
    return node.add("permute", {{"axes", headsFirst()}}, {heads})
        .and_then([&](const ReadActivation& turned) { return node.graph.shaped(turned, flat); })
        .map([&](const ReadActivation& given) { node.give(batchFirst(given.port, flat)); });
}

/// Keys or values that several heads of queries share, once for each.
Result<ReadActivation> repeatedHeads(NodeReader& node, const ReadActivation& heads, std::int64_t count)
{
    const std::int64_t own = heads.shape[0];
    if (own == count)
        return heads;
    if (count % own != 0)
        return unmapped("its heads of queries cannot be shared out among those of keys");
    const Shape& shape = heads.shape;
    return node.graph.shaped(heads, Shape{own, 1, shape[1], shape[2]})
        .and_then([&](const ReadActivation& narrow) {
            return node.add("expand", {{"shape", Shape{own, count / own, shape[1], shape[2]}}}, {narrow});
        })
        .and_then([&](const ReadActivation& wide) {
            return node.graph.shaped(wide, Shape{count, shape[1], shape[2]});
        });
}

/// What is added to the scores of places that are not to be seen.
constexpr double unseen = -1e30;

/// No step sees a later one.
ReadNumbers laterSteps(std::int64_t steps, std::int64_t seen)
{
    ReadNumbers mask{.shape = Shape{steps, seen}, .values = {}, .batches = {}, .kind = ReadNumbers::Kind::Real};
    for (std::int64_t step = 0; step < steps; ++step) {
        for (std::int64_t place = 0; place < seen; ++place)
            mask.values.push_back(place > step ? unseen : 0);
    }
    return mask;
}

Result<ReadActivation> masked(NodeReader& node, const ReadActivation& scores)
{
    ReadValue sum = batchFirst(scores.port, scores.shape);
    const auto add = [&](const ReadValue& mask) -> Result<void> {
        return combinedPair(node, "Add", sum, mask).map([&](const ReadValue& both) { sum = both; });
    };
    if (node.has(3)) {
        ReadValue mask = node.input(3);
        if (auto* const known = std::get_if<ReadNumbers>(&mask);
            known != nullptr && known->kind != ReadNumbers::Kind::Real) {
            known->kind = ReadNumbers::Kind::Real;
            for (double& value : known->values)
                value = value != 0 ? 0 : unseen;
        }
        if (const auto added = add(mask); !added)
            return tl::unexpected(added.error());
    }
    if (node.integer("is_causal", 0) != 0) {
        if (const auto added = add(laterSteps(scores.shape[1], scores.shape[2])); !added)
            return tl::unexpected(added.error());
    }
    const auto& read = std::get<ReadActivation>(sum);
    return node.graph.shaped(read, scores.shape);
}

Result<void> attention(NodeReader& node)
{
    for (const std::size_t place : {4U, 5U, 6U}) {
        if (node.has(place))
            return unmapped("it is given keys and values of before, or how many of them count");
    }
    for (std::size_t output = 1; output < node.node.outputs.size(); ++output) {
        if (node.graph.readers(node.node.outputs[output]) > 0)
            return unmapped("its scores, or its keys and values, are read");
    }
    const std::int64_t count = node.integer("q_num_heads", 1);
    const Result<Heads> queries = headsOf(node, 0, count);
    const Result<Heads> keys = headsOf(node, 1, node.integer("kv_num_heads", count));
    const Result<Heads> values = headsOf(node, 2, node.integer("kv_num_heads", count));
    if (!queries || !keys || !values)
        return tl::unexpected(!queries ? queries.error() : !keys ? keys.error() : values.error());
    const std::int64_t heads = queries->read.shape[0];
    const auto all_keys = repeatedHeads(node, keys->read, heads);
    const auto all_values = repeatedHeads(node, values->read, heads);
    if (!all_keys || !all_values)
        return tl::unexpected(all_keys ? all_values.error() : all_keys.error());
    const double scale = node.real("scale", 1 / std::sqrt(static_cast<double>(queries->read.shape[2])));
    const double cap = node.real("softcap", 0);
    Result<ReadActivation> scores =
        node.add("matrix_product", {{"transpose_b", true}}, {queries->read, *all_keys})
            .and_then([&](const ReadActivation& products) {
                return node.add("affine", {{"factor", cap > 0 ? scale / cap : scale}}, {products});
            });
    if (cap > 0) {
        scores = scores.and_then([&](const ReadActivation& read) { return node.add("tanh", {}, {read}); })
                     .and_then([&](const ReadActivation& read) {
                         return node.add("affine", {{"factor", cap}}, {read});
                     });
    }
    return scores.and_then([&](const ReadActivation& read) { return masked(node, read); })
        .and_then([&](const ReadActivation& read) { return node.add("softmax", {}, {read}); })
        .and_then([&](const ReadActivation& weights) {
            return node.add("matrix_product", {}, {weights, *all_values});
        })
        .and_then([&](const ReadActivation& attended) { return giveHeads(node, attended, queries->were_flat); });
}

/// The rows of a table of cosines or sines that the steps read.
Result<ReadNumbers> turnsOf(NodeReader& node, std::size_t place, std::int64_t steps)
{
    const Result<ReadParameter> stored = node.needParameter(place);
    if (!stored)
        return tl::unexpected(stored.error());
    auto table = node.graph.numbersOf(*stored);
    if (!table || table->shape.rank() < 2)
        return unmapped("its table of angles is too large, or has no steps");
    const std::int64_t width = table->shape.extents().back();
    const std::int64_t rows = table->shape[table->shape.rank() - 2];
    ReadNumbers turns{.shape = Shape{steps, width}, .values = {}, .batches = {}, .kind = ReadNumbers::Kind::Real};
    const ReadNumbers* const positions = node.numbers(3);
    if (node.has(3) && (positions == nullptr || positions->shape.elementCount() < steps))
        return unmapped("its positions are not known before the model runs");
    for (std::int64_t step = 0; step < steps; ++step) {
        const double row =
            positions == nullptr ? static_cast<double>(step) : positions->values[static_cast<std::size_t>(step)];
        if (!(row >= 0) || row >= static_cast<double>(rows))
            return unmapped("its table of angles has no row " + std::to_string(step));
        for (std::int64_t i = 0; i < width; ++i)
            turns.values.push_back(table->values[static_cast<std::size_t>(static_cast<std::int64_t>(row) * width + i)]);
    }
    return turns;
}

Result<void> rotaryEmbedding(NodeReader& node)
{
    const Result<Heads> heads = headsOf(node, 0, node.integer("num_heads", 1));
    if (!heads)
        return tl::unexpected(heads.error());
    const ReadActivation read = batchFirst(heads->read.port, heads->read.shape);
    const std::int64_t width = read.shape[2];
    const std::int64_t asked = node.integer("rotary_embedding_dim", 0);
    const std::int64_t turned = asked == 0 ? width : asked;
    if (turned < 2 || turned % 2 != 0 || turned > width)
        return unmapped("it turns " + std::to_string(turned) + " of " + std::to_string(width) + " features");
    const bool is_interleaved = node.integer("interleaved", 0) != 0;
    const auto cosines = turnsOf(node, 1, read.shape[1]);
    const auto sines = turnsOf(node, 2, read.shape[1]);
    if (!cosines || !sines)
        return tl::unexpected(cosines ? sines.error() : cosines.error());
    const std::int64_t half = turned / 2;
    const auto a = partOf(node, read, 3, is_interleaved ? AxisRange{0, turned, 2} : AxisRange{0, half, 1});
    const auto b = partOf(node, read, 3, is_interleaved ? AxisRange{1, turned, 2} : AxisRange{half, turned, 1});
    if (!a || !b)
        return tl::unexpected(a ? b.error() : a.error());
    const auto turn = [&](const char* op, const ReadNumbers& of_a, const ReadNumbers& of_b) -> Result<ReadActivation> {
        const auto first = combinedPair(node, "Mul", *a, of_a);
        const auto second = combinedPair(node, "Mul", *b, of_b);
        if (!first || !second)
            return tl::unexpected(first ? second.error() : first.error());
        return combinedPair(node, op, *first, *second).map([](const ReadValue& both) {
            return std::get<ReadActivation>(both);
        });
    };
    Result<ReadActivation> real = turn("Sub", *cosines, *sines);
    Result<ReadActivation> imaginary = turn("Add", *sines, *cosines);
    if (!real || !imaginary)
        return tl::unexpected(real ? imaginary.error() : real.error());
    std::size_t axis = 3;
    if (is_interleaved) {
        for (ReadActivation* const part : {&*real, &*imaginary})
            part->extents.push_back(1);
        axis = 4;
    }
    Result<ReadActivation> both = joined(node, {*real, *imaginary}, axis);
    if (!both)
        return tl::unexpected(both.error());
    both->extents = {1, read.shape[0], read.shape[1], turned};
    if (turned < width) {
        const auto rest = partOf(node, read, 3, {turned, width, 1});
        if (!rest)
            return tl::unexpected(rest.error());
        both = joined(node, {*both, *rest}, 3);
        if (!both)
            return tl::unexpected(both.error());
    }
    return node.graph.shaped(*both, read.shape).and_then([&](const ReadActivation& given) {
        return giveHeads(node, given, heads->were_flat);
    });
}

} // namespace

const OperatorImports& attentionOperatorImports()
{
    static const OperatorImports family("attention", {{"Attention", attention}, {"RotaryEmbedding", rotaryEmbedding}});
    return family;
}

} // namespace ligature
