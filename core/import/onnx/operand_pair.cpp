// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/import/onnx/operand_pair.h"

#include <algorithm>
#include <cmath>

#include "core/import/onnx/clean_name.h"
#include "core/import/onnx/folding.h"
#include "core/text/number_text.h"

namespace ligature {

namespace {

std::int64_t lastExtent(const Shape& shape)
{
    return shape.rank() == 0 ? 1 : shape.extents().back();
}

std::string misfit(const std::string& op, const Shape& stored, const Shape& sample)
{
    if (op == "Add")
        return "a stored tensor of " + stored.toString() + " is added to " + sample.toString() + " a sample";
    if (op == "Mul")
        return "it multiplies " + sample.toString() + " a sample by " + stored.toString();
    return "it combines " + sample.toString() + " a sample with a stored tensor of " + stored.toString();
}

/// The parameter without the batch's axis, to be broadcast to a sample's axes from the last one on.
Result<ReadParameter> perSample(NodeReader& node, const ReadActivation& read, const ReadParameter& parameter)
{
    const std::size_t rank = parameter.shape.rank();
    if (rank > read.rank())
        return unmapped("its stored tensor has more axes than what it is combined with");
    if (!read.batch || rank < read.rank() - *read.batch)
        return parameter;
    ReadParameter own = parameter;
    const std::size_t place = *read.batch - (read.rank() - rank);
    if (own.shape[place] != 1) {
        // Of an export for a fixed number of samples: all alike, or it says something of each.
        const auto numbers = node.graph.numbersOf(own);
        const std::int64_t extent = own.shape[place];
        const std::int64_t inner =
            Shape(std::vector<std::int64_t>(own.shape.extents().begin() + static_cast<std::ptrdiff_t>(place) + 1,
                                            own.shape.extents().end()))
                .elementCount();
        bool are_alike = numbers && read.isBatchAlone() && node.graph.fixedBatch() == extent;
        for (std::size_t i = 0; are_alike && i < numbers->values.size(); ++i) {
            const auto at = static_cast<std::int64_t>(i);
            const std::int64_t first = at - at / inner % extent * inner;
            are_alike = numbers->values[i] == numbers->values[static_cast<std::size_t>(first)];
        }
        if (!are_alike)
            return unmapped("its stored tensor of " + own.shape.toString() + " has values for each sample of a batch");
        own.view.push_back({"slice",
                            {{"axis", static_cast<std::int64_t>(place)},
                             {"start", std::int64_t{0}},
                             {"stop", std::int64_t{1}},
                             {"step", std::int64_t{1}}}});
    }
    std::vector<std::int64_t> extents = own.shape.extents();
    const auto at = extents.erase(extents.begin() + static_cast<std::ptrdiff_t>(place));
    const std::size_t split = (read.before > 1 ? 1U : 0U) + (read.extents[*read.batch] / read.before > 1 ? 1U : 0U);
    extents.insert(at, split, 1);
    own.view.push_back({"reshape", {{"shape", Shape(extents)}}});
    own.shape = Shape(extents);
    return own;
}

/// The extents of the axes with those of a sample, the batch's as it is.
std::vector<std::int64_t> extentsWith(const ReadActivation& read, const Shape& sample)
{
    std::vector<std::int64_t> extents = read.extents;
    for (std::size_t axis = 0; axis < extents.size(); ++axis) {
        if (const auto own = read.sampleAxis(axis))
            extents[axis] = sample[*own];
    }
    return extents;
}

Result<ReadValue> withNumber(NodeReader& node, const std::string& op, const ReadActivation& read, double number,
                             bool is_first)
{
    const auto give = [&](const std::string& type, Attributes attributes, const ReadActivation& from) {
        return node.add(type, std::move(attributes), {from}).map([&](const ReadActivation& given) {
            return read.with(given);
        });
    };
    const auto asValue = [](const ReadActivation& given) { return ReadValue(given); };
    const auto affine = [&](double factor, double offset) -> Result<ReadValue> {
        if (factor == 1 && offset == 0)
            return ReadValue(read);
        return give("affine", {{"factor", factor}, {"offset", offset}}, read).map(asValue);
    };
    if (op == "Add")
        return affine(1, number);
    if (op == "Sub")
        return is_first ? affine(-1, number) : affine(1, -number);
    if (op == "Mul")
        return affine(number, 0);
    if (op == "Max")
        return number == 0 ? give("relu", {}, read).map(asValue)
                           : give("clamp", {{"lower", std::max(number, -1e30)}, {"upper", 1e30}}, read).map(asValue);
    if (op == "Min")
        return give("clamp", {{"lower", -1e30}, {"upper", std::min(number, 1e30)}}, read).map(asValue);
    if (op == "Div") {
        if (!is_first)
            return number == 0 ? unmapped("it divides by 0") : affine(1 / number, 0);
        return give("reciprocal", {}, read).and_then([&](const ReadActivation& inverse) -> Result<ReadValue> {
            if (number == 1)
                return ReadValue(inverse);
            return give("affine", {{"factor", number}}, inverse).map(asValue);
        });
    }
    if (is_first) { // number^x = exp(x log number)
        if (number <= 0)
            return unmapped("it raises a number that is not above 0 to a power");
        return affine(std::log(number), 0).and_then([&](const ReadValue& scaled) {
            return give("exp", {}, std::get<ReadActivation>(scaled)).map(asValue);
        });
    }
    // PyTorch's exporter writes the root of a distance as the power of 1 / (2 + 1e-6).
    constexpr double as_good_as_a_root = 1e-6;
    const bool is_root = std::abs(std::abs(number) - 0.5) < as_good_as_a_root;
    if (is_root && std::abs(number) != 0.5)
        node.graph.addNote("A power of " + numbers::exact(static_cast<float>(number)) +
                           ", as PyTorch exports the root of a distance, is that root here.");
    if (is_root && number > 0)
        return give("sqrt", {}, read).map(asValue);
    if (is_root)
        return give("sqrt", {}, read)
            .and_then([&](const ReadActivation& root) { return give("reciprocal", {}, root); })
            .map(asValue);
    if (number != std::round(number) || std::abs(number) > 16 || number == 0)
        return unmapped("it raises to a power of " + numbers::readable(number) +
                        ", and there is a layer for whole ones up to 16 and for roots");
    const double exponent = std::abs(number);
    Result<ReadActivation> raised = exponent == 1
                                        ? Result<ReadActivation>(read)
                                        : give("power", {{"exponent", static_cast<std::int64_t>(exponent)}}, read);
    if (number > 0)
        return raised.map(asValue);
    return raised.and_then([&](const ReadActivation& given) { return give("reciprocal", {}, given); }).map(asValue);
}

const char* layerOf(const std::string& op)
{
    static const std::map<std::string, const char*> all = {{"Add", "add"},    {"Sub", "subtract"}, {"Mul", "multiply"},
                                                           {"Div", "divide"}, {"Max", "maximum"},  {"Min", "minimum"}};
    const auto found = all.find(op);
    return found == all.end() ? nullptr : found->second;
}

Result<ReadValue> layerOfBoth(NodeReader& node, const std::string& op, const ReadActivation& a, const ReadActivation& b)
{
    const char* const type = layerOf(op);
    if (type == nullptr)
        return unmapped("both its operands are what layers give out");
    return node.add(type, {}, {a, b}).map([&](const ReadActivation& given) { return ReadValue(a.with(given)); });
}

/// The Dense layer without a bias whose product this is, where nothing else reads it.
std::optional<LayerId> denseBehind(const NodeReader& node, const ReadActivation& read)
{
    for (const std::string& name : node.node.inputs) {
        const auto* const own = std::get_if<ReadActivation>(&node.graph.value(name));
        if (own == nullptr || own->port != read.port || node.graph.readers(name) != 1)
            continue;
        const Layer& layer = node.graph.layer(read.port.layer);
        const bool is_open =
            layer.type == "dense" && layer.attributes.contains("bias") && !layer.attributes.get<bool>("bias");
        return is_open ? std::optional(read.port.layer) : std::nullopt;
    }
    return std::nullopt;
}

/// As a bias, positions or a factor, where that is what it is; nothing where it is none.
Result<std::optional<ReadValue>> asSlot(NodeReader& node, const std::string& op, const ReadActivation& read,
                                        const ReadParameter& parameter, const ReadParameter& own)
{
    using Found = std::optional<ReadValue>;
    const Shape sample = read.sample();
    const std::int64_t last = lastExtent(sample);
    const bool is_by_feature = own.shape.rank() > 0 && own.shape.elementCount() == last &&
                               lastExtent(own.shape) == last && read.shape.rank() > 0 &&
                               lastExtent(read.shape) == last && read.sampleAxis(read.rank() - 1);
    if (op == "Add") {
        if (const auto layer = denseBehind(node, read); layer && is_by_feature) {
            if (const auto added = node.graph.addBias(*layer, parameter); !added)
                return tl::unexpected(added.error());
            return Found(read);
        }
        if (sample.rank() != 2 || own.shape.elementCount() != sample.elementCount() ||
            !node.graph.isTrainable(parameter.tensor))
            return Found();
        const auto shaped = node.graph.shaped(read, sample);
        if (!shaped)
            return tl::unexpected(shaped.error());
        const auto layer = node.graph.addLayer("positional_embedding", node.graph.layerName(node.node), {}, {*shaped});
        if (!layer)
            return tl::unexpected(layer.error());
        if (const auto set = node.graph.setSlot(*layer, "weight", own); !set)
            return tl::unexpected(set.error());
        return Found(shaped->with(node.graph.output(*layer)));
    }
    if (op != "Mul" || (!is_by_feature && own.shape.elementCount() != 1))
        return Found();
    const std::string per = is_by_feature ? "feature" : "layer";
    const auto layer = node.graph.addLayer("scale", node.graph.layerName(node.node), {{"per", per}}, {read});
    if (!layer)
        return tl::unexpected(layer.error());
    if (const auto set = node.graph.setSlot(*layer, "scale", own); !set)
        return tl::unexpected(set.error());
    return Found(read.with(node.graph.output(*layer)));
}

/// Why there is no layer for a power of, or with, what is stored.
std::string powerOfStored(const NodeReader& node, const ReadParameter& parameter, bool is_first)
{
    const std::string name = quotedName(node.graph.tensor(parameter.tensor).name, "a constant");
    const std::string held = parameter.shape.elementCount() == 1
                                 ? name + ", a number that training moves"
                                 : name + ", a stored tensor of " + parameter.shape.toString();
    return is_first ? "what it raises is " + held + ", and its exponent is what a layer gives out"
                    : "its exponent is " + held + ", and there is a layer for one number that stays as it is";
}

Result<ReadValue> withParameter(NodeReader& node, const std::string& op, const ReadActivation& read,
                                const ReadParameter& parameter, bool is_first)
{
    const Result<ReadParameter> own = perSample(node, read, parameter);
    if (!own)
        return unmapped(misfit(op, parameter.shape, read.sample()));
    const auto numbers = parameter.shape.elementCount() == 1 && !node.graph.isTrainable(parameter.tensor)
                             ? node.graph.numbersOf(parameter)
                             : std::nullopt;
    if (numbers)
        return withNumber(node, op, read, numbers->values[0], is_first);
    if (op == "Pow")
        return unmapped(powerOfStored(node, parameter, is_first));
    if (!is_first || op == "Add" || op == "Mul") {
        Result<std::optional<ReadValue>> slot = asSlot(node, op, read, parameter, *own);
        if (!slot)
            return tl::unexpected(slot.error());
        if (*slot)
            return std::move(**slot);
    }
    return withValues(node, read, parameter).and_then([&](const auto& both) {
        return is_first ? layerOfBoth(node, op, both.second, both.first)
                        : layerOfBoth(node, op, both.first, both.second);
    });
}

std::optional<double> combinedNumbers(const std::string& op, double a, double b)
{
    if (op == "Add")
        return a + b;
    if (op == "Sub")
        return a - b;
    if (op == "Mul")
        return a * b;
    if (op == "Div")
        return a / b;
    if (op == "Max")
        return std::max(a, b);
    if (op == "Min")
        return std::min(a, b);
    return op == "Pow" ? std::optional(std::pow(a, b)) : std::nullopt;
}

/// One number in all places, with something else.
Result<ReadValue> withFilled(NodeReader& node, const std::string& op, const ReadFilled& all, const ReadValue& other,
                             bool is_first)
{
    const auto number = [&]() -> std::optional<double> {
        if (const auto* const known = std::get_if<ReadNumbers>(&other))
            return known->values.size() == 1 && !known->hasBatch() ? std::optional(known->values[0]) : std::nullopt;
        if (const auto* const stored = std::get_if<ReadParameter>(&other);
            stored != nullptr && stored->shape.elementCount() == 1 && !node.graph.isTrainable(stored->tensor)) {
            const auto known = node.graph.numbersOf(*stored);
            return known ? std::optional(known->values[0]) : std::nullopt;
        }
        if (const auto* const filled = std::get_if<ReadFilled>(&other);
            filled != nullptr && filled->axes.extents == all.axes.extents)
            return filled->value;
        return std::nullopt;
    }();
    if (number) {
        const auto value = is_first ? combinedNumbers(op, all.value, *number) : combinedNumbers(op, *number, all.value);
        if (value)
            return ReadValue(ReadFilled{*value, all.axes});
    }
    if (const auto* const read = std::get_if<ReadActivation>(&other)) {
        const bool is_no_larger = all.axes.rank() <= read->rank() &&
                                  broadcastShape(Shape(all.axes.extents), Shape(read->extents)) == Shape(read->extents);
        const bool is_neutral = (op == "Add" && all.value == 0) || (op == "Sub" && !is_first && all.value == 0) ||
                                (op == "Mul" && all.value == 1) || (op == "Div" && !is_first && all.value == 1);
        if (is_no_larger && is_neutral)
            return other;
        if (is_no_larger && op == "Mul" && all.value == 0) {
            ReadFilled zeros{0, *read};
            return ReadValue(zeros);
        }
        if (is_no_larger)
            return withNumber(node, op, *read, all.value, is_first);
    }
    const ReadParameter value = node.graph.asParameter({.shape = {}, .values = {all.value}});
    const auto made = node.graph.addValues(value, all.axes.sample(), node.graph.layerName(node.node));
    if (!made)
        return tl::unexpected(made.error());
    const ReadValue given = all.axes.with(*made);
    return is_first ? combinedPair(node, op, given, other) : combinedPair(node, op, other, given);
}

ReadParameter stored(NodeReader& node, const ReadValue& value)
{
    if (const auto* const numbers = std::get_if<ReadNumbers>(&value))
        return node.graph.asParameter(*numbers);
    return std::get<ReadParameter>(value);
}

} // namespace

Result<ReadActivation> expandedTo(NodeReader& node, const ReadActivation& read, const Shape& sample,
                                  std::vector<std::int64_t> extents)
{
    Result<ReadActivation> wide = read;
    if (read.sample() != sample || read.shape != sample)
        wide = node.graph.shaped(read, read.sample());
    if (wide && wide->shape != sample)
        wide = node.graph.addLayer("expand", "expand", {{"shape", sample}}, {*wide}).map([&](LayerId layer) {
            return wide->with(node.graph.output(layer));
        });
    if (!wide)
        return wide;
    const std::size_t more = extents.size() - read.rank();
    wide->extents = std::move(extents);
    if (wide->batch)
        *wide->batch += more;
    return wide;
}

Result<std::pair<ReadActivation, ReadActivation>> alike(NodeReader& node, const ReadActivation& a,
                                                        const ReadActivation& b)
{
    ReadActivation first = a;
    ReadActivation second = b;
    if (!first.batch || !second.batch) {
        first.batch.reset();
        second.batch.reset();
    }
    const bool is_same =
        first.extents == second.extents && first.batch == second.batch && first.before == second.before;
    if (is_same && first.shape == second.shape)
        return std::pair(first, second);
    if (first.batch && (first.rank() - *first.batch != second.rank() - *second.batch ||
                        first.extents[*first.batch] != second.extents[*second.batch] || first.before != second.before))
        return unmapped("the batch is another axis of one of its inputs than of the other");
    const auto extents = broadcastShape(Shape(first.extents), Shape(second.extents));
    const auto sample = broadcastShape(first.sample(), second.sample());
    if (!extents || !sample)
        return unmapped("its inputs are " + first.sample().toString() + " and " + second.sample().toString());
    const auto wide_first = expandedTo(node, first, *sample, extents->extents());
    const auto wide_second = expandedTo(node, second, *sample, extents->extents());
    if (!wide_first || !wide_second)
        return tl::unexpected(wide_first ? wide_second.error() : wide_first.error());
    return std::pair(*wide_first, *wide_second);
}

Result<std::pair<ReadActivation, ReadActivation>> withValues(NodeReader& node, const ReadActivation& read,
                                                             const ReadParameter& parameter)
{
    const Result<ReadParameter> own = perSample(node, read, parameter);
    if (!own)
        return tl::unexpected(own.error());
    const auto sample = broadcastShape(read.sample(), own->shape);
    if (!sample || sample->rank() != read.sample().rank())
        return unmapped("its inputs are " + read.sample().toString() + " and " + own->shape.toString());
    const auto wide = expandedTo(node, read, *sample, extentsWith(read, *sample));
    if (!wide)
        return tl::unexpected(wide.error());
    return node.graph.addValues(*own, *sample, node.graph.layerName(node.node)).map([&](const ReadActivation& given) {
        return std::pair(*wide, wide->with(given));
    });
}

Result<ReadValue> combinedPair(NodeReader& node, const std::string& op, const ReadValue& a, const ReadValue& b)
{
    for (const ReadValue* const value : {&a, &b}) {
        const auto* const read = std::get_if<ReadActivation>(value);
        if (std::holds_alternative<std::monostate>(*value) || (read != nullptr && read->is_cut))
            return unmapped(read == nullptr ? "one of its inputs is missing"
                                            : "one of its inputs is what a Cast cut to whole numbers");
        if (const auto* const known = std::get_if<ReadNumbers>(value); known != nullptr && known->hasBatch())
            return unmapped("it computes with the number of samples");
    }
    if (const auto* const all = std::get_if<ReadFilled>(&a))
        return withFilled(node, op, *all, b, true);
    if (const auto* const all = std::get_if<ReadFilled>(&b))
        return withFilled(node, op, *all, a, false);
    const auto* const first = std::get_if<ReadActivation>(&a);
    const auto* const second = std::get_if<ReadActivation>(&b);
    if (first != nullptr && second != nullptr)
        return alike(node, *first, *second).and_then([&](const auto& both) {
            return layerOfBoth(node, op, both.first, both.second);
        });
    if (first != nullptr)
        return withParameter(node, op, *first, stored(node, b), false);
    if (second != nullptr)
        return withParameter(node, op, *second, stored(node, a), true);
    return unmapped("none of its inputs is what a layer gives out");
}

} // namespace ligature
