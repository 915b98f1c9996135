// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/import/onnx/folding.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "core/import/onnx/narrow_float.h"

namespace ligature {

namespace {

using Kind = ReadNumbers::Kind;

/// A number and how many times the number of samples is added to it.
struct Number {
    double value = 0;
    double batches = 0;
};

using Binary = std::optional<Number> (*)(Number, Number, bool is_whole);
using Unary = double (*)(double);

std::optional<Number> known(double value)
{
    return Number{value, 0};
}

/// The larger or the smaller one, where that is known whatever the number of samples: there is one at least.
std::optional<Number> extreme(Number a, Number b, bool larger)
{
    if (a.batches == b.batches)
        return Number{larger ? std::max(a.value, b.value) : std::min(a.value, b.value), a.batches};
    const Number& more = a.batches > b.batches ? a : b;
    const Number& less = a.batches > b.batches ? b : a;
    const bool is_known = more.value + more.batches >= less.value + less.batches;
    return is_known ? std::optional(larger ? more : less) : std::nullopt;
}

const std::map<std::string, Binary>& binaries()
{
    static const std::map<std::string, Binary> all = {
        {"Add",
         [](Number a, Number b, bool) {
             return std::optional(Number{a.value + b.value, a.batches + b.batches});
         }},
        {"Sub",
         [](Number a, Number b, bool) {
             return std::optional(Number{a.value - b.value, a.batches - b.batches});
         }},
        {"Mul",
         [](Number a, Number b, bool) -> std::optional<Number> {
             if (a.batches != 0 && b.batches != 0)
                 return std::nullopt;
             return Number{a.value * b.value, a.batches * b.value + b.batches * a.value};
         }},
        {"Div",
         [](Number a, Number b, bool is_whole) -> std::optional<Number> {
             if (b.batches != 0)
                 return a.value == 0 && b.value == 0 ? known(a.batches / b.batches) : std::nullopt;
             if (!is_whole)
                 return Number{a.value / b.value, a.batches / b.value};
             if (b.value == 0 || std::fmod(a.batches, b.value) != 0 ||
                 (a.batches != 0 && std::fmod(a.value, b.value) != 0))
                 return std::nullopt;
             return Number{std::trunc(a.value / b.value), a.batches / b.value};
         }},
        {"Mod",
         [](Number a, Number b, bool) -> std::optional<Number> {
             if (a.batches != 0 || b.batches != 0 || b.value == 0)
                 return std::nullopt;
             return known(a.value - std::floor(a.value / b.value) * b.value);
         }},
        {"Max", [](Number a, Number b, bool) { return extreme(a, b, true); }},
        {"Min", [](Number a, Number b, bool) { return extreme(a, b, false); }},
        {"Pow",
         [](Number a, Number b, bool) -> std::optional<Number> {
             if (b.batches != 0 || (a.batches != 0 && b.value != 1))
                 return std::nullopt;
             return b.value == 1 ? a : *known(std::pow(a.value, b.value));
         }},
        {"Equal",
         [](Number a, Number b, bool) -> std::optional<Number> {
             if (a.batches == b.batches)
                 return known(a.value == b.value ? 1 : 0);
             // A number of samples is none of -1 and 0.
             const double least = a.batches != 0 ? a.value + a.batches : b.value + b.batches;
             const double other = a.batches != 0 ? b.value : a.value;
             return other < least ? known(0) : std::nullopt;
         }},
        {"Less", [](Number a, Number b,
                    bool) { return a.batches == b.batches ? known(a.value < b.value ? 1 : 0) : std::nullopt; }},
        {"Greater", [](Number a, Number b,
                       bool) { return a.batches == b.batches ? known(a.value > b.value ? 1 : 0) : std::nullopt; }},
        {"LessOrEqual", [](Number a, Number b,
                           bool) { return a.batches == b.batches ? known(a.value <= b.value ? 1 : 0) : std::nullopt; }},
        {"GreaterOrEqual",
         [](Number a, Number b, bool) {
             return a.batches == b.batches ? known(a.value >= b.value ? 1 : 0) : std::nullopt;
         }},
        {"And", [](Number a, Number b, bool) { return known(a.value != 0 && b.value != 0 ? 1 : 0); }},
        {"Or", [](Number a, Number b, bool) { return known(a.value != 0 || b.value != 0 ? 1 : 0); }},
        {"Xor", [](Number a, Number b, bool) { return known((a.value != 0) != (b.value != 0) ? 1 : 0); }},
    };
    return all;
}

const std::map<std::string, Unary>& unaries()
{
    static const std::map<std::string, Unary> all = {
        {"Abs", [](double x) { return std::abs(x); }},
        {"Sqrt", [](double x) { return std::sqrt(x); }},
        {"Exp", [](double x) { return std::exp(x); }},
        {"Log", [](double x) { return std::log(x); }},
        {"Floor", [](double x) { return std::floor(x); }},
        {"Ceil", [](double x) { return std::ceil(x); }},
        {"Round", [](double x) { return std::nearbyint(x); }},
        {"Reciprocal", [](double x) { return 1 / x; }},
        {"Sin", [](double x) { return std::sin(x); }},
        {"Cos", [](double x) { return std::cos(x); }},
        {"Erf", [](double x) { return std::erf(x); }},
        {"Tanh", [](double x) { return std::tanh(x); }},
        {"Sigmoid", [](double x) { return 1 / (1 + std::exp(-x)); }},
        {"Softplus", [](double x) { return std::log1p(std::exp(-std::abs(x))) + std::max(x, 0.0); }},
        {"Relu", [](double x) { return std::max(x, 0.0); }},
        {"Sign", [](double x) { return x > 0   ? 1.0
                                       : x < 0 ? -1.0
                                               : 0.0; }},
        {"Not", [](double x) { return x == 0 ? 1.0 : 0.0; }},
        {"IsNaN", [](double x) { return std::isnan(x) ? 1.0 : 0.0; }},
    };
    return all;
}

/// Where an element of the broadcast shape is read from.
class Places {
public:
    Places(const Shape& of, const Shape& to) : m_to(to), m_strides(to.rank(), 0)
    {
        std::int64_t stride = 1;
        for (std::size_t axis = of.rank(); axis-- > 0;) {
            if (of[axis] != 1)
                m_strides[to.rank() - of.rank() + axis] = stride;
            stride *= of[axis];
        }
    }
    [[nodiscard]] std::size_t at(std::int64_t place) const
    {
        std::int64_t from = 0;
        for (std::size_t axis = m_to.rank(); axis-- > 0;) {
            from += place % m_to[axis] * m_strides[axis];
            place /= m_to[axis];
        }
        return static_cast<std::size_t>(from);
    }

private:
    const Shape& m_to;
    std::vector<std::int64_t> m_strides;
};

Number numberAt(const ReadNumbers& numbers, std::size_t place)
{
    return {numbers.values[place], numbers.batchesAt(place)};
}

/// With its shape, and room for all numbers; nothing where there are too many.
std::optional<ReadNumbers> roomFor(const Shape& shape, Kind kind)
{
    if (shape.elementCount() > mostFolded)
        return std::nullopt;
    const auto count = static_cast<std::size_t>(shape.elementCount());
    return ReadNumbers{shape, std::vector<double>(count), std::vector<double>(count), kind};
}

ReadNumbers trimmed(ReadNumbers numbers)
{
    if (!numbers.hasBatch())
        numbers.batches.clear();
    return numbers;
}

bool isTruth(const std::string& op)
{
    static const std::vector<std::string> all = {"Equal", "Less", "Greater", "LessOrEqual", "GreaterOrEqual",
                                                 "And",   "Or",   "Xor",     "Not",         "IsNaN"};
    return std::ranges::find(all, op) != all.end();
}

std::optional<ReadNumbers> combined(const ReadNumbers& a, const ReadNumbers& b, const std::string& op, Binary function)
{
    const auto shape = broadcastShape(a.shape, b.shape);
    auto result = shape ? roomFor(*shape, isTruth(op) ? Kind::Truth : a.kind) : std::nullopt;
    if (!result)
        return std::nullopt;
    const Places from_a(a.shape, result->shape);
    const Places from_b(b.shape, result->shape);
    for (std::size_t i = 0; i < result->values.size(); ++i) {
        const auto place = static_cast<std::int64_t>(i);
        const auto number =
            function(numberAt(a, from_a.at(place)), numberAt(b, from_b.at(place)), a.kind != Kind::Real);
        if (!number)
            return std::nullopt;
        result->values[i] = number->value;
        result->batches[i] = number->batches;
    }
    return trimmed(std::move(*result));
}

std::optional<ReadNumbers> chosen(const ReadNumbers& condition, const ReadNumbers& a, const ReadNumbers& b)
{
    auto shape = broadcastShape(a.shape, b.shape);
    shape = shape ? broadcastShape(*shape, condition.shape) : std::nullopt;
    auto result = shape ? roomFor(*shape, a.kind) : std::nullopt;
    if (!result || condition.hasBatch())
        return std::nullopt;
    const Places from_condition(condition.shape, result->shape);
    const Places from_a(a.shape, result->shape);
    const Places from_b(b.shape, result->shape);
    for (std::size_t i = 0; i < result->values.size(); ++i) {
        const auto place = static_cast<std::int64_t>(i);
        const bool is_first = condition.values[from_condition.at(place)] != 0;
        const Number number = is_first ? numberAt(a, from_a.at(place)) : numberAt(b, from_b.at(place));
        result->values[i] = number.value;
        result->batches[i] = number.batches;
    }
    return trimmed(std::move(*result));
}

std::optional<ReadNumbers> castTo(ReadNumbers numbers, std::int64_t type)
{
    enum : std::int64_t { Float = 1, Bool = 9, Double = 11 }; // TensorProto.DataType
    if (const NarrowFloat* const few_bits = findNarrowFloat(type)) {
        if (numbers.hasBatch() || !std::ranges::all_of(numbers.values, [&](double x) { return few_bits->holds(x); }))
            return std::nullopt;
        numbers.kind = Kind::Real;
        return numbers;
    }
    if (type == Bool) {
        if (numbers.hasBatch())
            return std::nullopt;
        for (double& value : numbers.values)
            value = value != 0 ? 1 : 0;
        numbers.kind = Kind::Truth;
        return numbers;
    }
    const bool is_real = type == Float || type == Double;
    for (double& value : numbers.values) {
        if (!is_real)
            value = std::trunc(value);
        else if (type != Double)
            value = static_cast<double>(static_cast<float>(value));
    }
    numbers.kind = is_real ? Kind::Real : Kind::Whole;
    return numbers;
}

/// Cut off below and above.
std::optional<ReadNumbers> bounded(const FoldedNode& node)
{
    if (!node.has(0) || node.inputs[0]->hasBatch())
        return std::nullopt;
    const auto real = [&](const std::string& attribute, double otherwise) {
        const auto found = node.node.attributes.find(attribute);
        const auto* const given = found == node.node.attributes.end() ? nullptr : std::get_if<double>(&found->second);
        return given == nullptr ? otherwise : *given;
    };
    const bool is_sigmoid = node.node.op == "HardSigmoid";
    double bounds[] = {is_sigmoid ? 0 : real("min", -std::numeric_limits<double>::infinity()),
                       is_sigmoid ? 1 : real("max", std::numeric_limits<double>::infinity())};
    for (std::size_t place = 1; place < 3 && !is_sigmoid; ++place) {
        if (node.has(place) && node.inputs[place]->values.size() == 1)
            bounds[place - 1] = node.inputs[place]->values[0];
    }
    ReadNumbers result = *node.inputs[0];
    for (double& value : result.values) {
        if (is_sigmoid)
            value = real("alpha", 0.2) * value + real("beta", 0.5);
        value = std::min(std::max(value, bounds[0]), bounds[1]);
    }
    return result;
}

} // namespace

std::int64_t FoldedNode::integer(const std::string& attribute, std::int64_t otherwise) const
{
    const auto found = node.attributes.find(attribute);
    const auto* const given = found == node.attributes.end() ? nullptr : std::get_if<std::int64_t>(&found->second);
    return given == nullptr ? otherwise : *given;
}

std::optional<std::vector<std::int64_t>> FoldedNode::list(const std::string& attribute, std::size_t place) const
{
    if (const auto found = node.attributes.find(attribute); found != node.attributes.end()) {
        if (const auto* const given = std::get_if<std::vector<std::int64_t>>(&found->second))
            return *given;
    }
    if (!has(place) || inputs[place]->hasBatch())
        return std::nullopt;
    std::vector<std::int64_t> numbers;
    for (const AskedExtent& asked : askedExtents(*inputs[place]))
        numbers.push_back(asked.number);
    return numbers;
}

std::optional<Shape> broadcastShape(const Shape& a, const Shape& b)
{
    const Shape& longer = a.rank() >= b.rank() ? a : b;
    const Shape& shorter = a.rank() >= b.rank() ? b : a;
    std::vector<std::int64_t> extents = longer.extents();
    for (std::size_t axis = 0; axis < shorter.rank(); ++axis) {
        std::int64_t& extent = extents[extents.size() - shorter.rank() + axis];
        if (extent == 1)
            extent = shorter[axis];
        else if (shorter[axis] != 1 && shorter[axis] != extent)
            return std::nullopt;
    }
    return Shape(std::move(extents));
}

std::optional<ReadNumbers> foldedElementwise(const FoldedNode& node)
{
    const std::string& op = node.node.op;
    if (op == "Clip" || op == "HardSigmoid")
        return bounded(node);
    if (op == "Cast" && node.has(0))
        return castTo(*node.inputs[0], node.integer("to", 1));
    if (op == "Where" && node.inputs.size() == 3 && node.has(0) && node.has(1) && node.has(2))
        return chosen(*node.inputs[0], *node.inputs[1], *node.inputs[2]);
    if (op == "Neg" && node.has(0)) {
        ReadNumbers negated = *node.inputs[0];
        for (std::vector<double>* const list : {&negated.values, &negated.batches}) {
            for (double& value : *list)
                value = -value;
        }
        return negated;
    }
    if (const auto found = unaries().find(op); found != unaries().end() && node.has(0)) {
        ReadNumbers result = *node.inputs[0];
        // A whole number of samples stays one when it is rounded.
        const bool rounds = op == "Floor" || op == "Ceil" || op == "Round";
        const auto isWhole = [](double factor) { return factor == std::floor(factor); };
        if (result.hasBatch() && !(rounds && std::ranges::all_of(result.batches, isWhole)))
            return std::nullopt;
        for (double& value : result.values)
            value = found->second(value);
        if (isTruth(op))
            result.kind = Kind::Truth;
        return result;
    }
    const auto found = binaries().find(op);
    if (found == binaries().end() || node.inputs.empty())
        return std::nullopt;
    const bool takes_more = op == "Max" || op == "Min";
    if (!takes_more && node.inputs.size() != 2)
        return std::nullopt;
    if (!node.has(0))
        return std::nullopt;
    ReadNumbers result = *node.inputs[0];
    for (std::size_t place = 1; place < node.inputs.size(); ++place) {
        if (!node.has(place))
            return std::nullopt;
        auto next = combined(result, *node.inputs[place], op, found->second);
        if (!next)
            return std::nullopt;
        result = std::move(*next);
    }
    return result;
}

Result<std::optional<std::vector<ReadNumbers>>> folded(const FoldedNode& node)
{
    using Outputs = std::optional<std::vector<ReadNumbers>>;
    std::int64_t together = 0;
    for (const ReadNumbers* const input : node.inputs)
        together += input == nullptr ? 0 : input->shape.elementCount();
    if (node.node.op == "Concat" && together > mostFolded)
        return fail({}, "it joins more numbers than any shape has");
    if (auto one = foldedElementwise(node))
        return Outputs({std::move(*one)});
    std::vector<ReadNumbers> several = foldedPlaces(node);
    if (several.empty())
        several = foldedReduction(node);
    if (several.empty())
        return Outputs();
    return Outputs(std::move(several));
}

} // namespace ligature
