// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/import/onnx/unrolled_gru.h"

#include <functional>

namespace ligature {

namespace {

constexpr std::int64_t mostSteps = 64; ///< that are drawn one by one

/// What of the node's tensors a direction reads, its gates being update, reset and candidate in this order.
class GruTensors {
public:
    GruTensors(NodeReader& node, std::size_t direction, std::size_t directions)
        : m_node(node), m_direction(direction), m_directions(directions)
    {
    }

    /// Some rows of an input's tensor, as a tensor that is the same one whenever it is asked for.
    Result<ReadParameter> rows(std::size_t place, const std::string& key, std::int64_t first, const Shape& shape) const
    {
        return made(place, key, shape, [&](const std::vector<float>& own) {
            const auto begin = own.begin() + static_cast<std::ptrdiff_t>(first * (shape.elementCount() / shape[0]));
            return std::vector<float>(begin, begin + static_cast<std::ptrdiff_t>(shape.elementCount()));
        });
    }
    /// Both biases, which are added to the same.
    Result<ReadParameter> bias(std::int64_t count) const
    {
        return made(3, "gru.bias", Shape{count}, [&](const std::vector<float>& own) {
            std::vector<float> sum;
            for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i)
                sum.push_back(own[i] + own[i + static_cast<std::size_t>(count)]);
            return sum;
        });
    }

private:
    using Make = std::function<std::vector<float>(const std::vector<float>&)>;

    Result<ReadParameter> made(std::size_t place, const std::string& key, const Shape& shape, const Make& make) const
    {
        const Result<ReadParameter> read = m_node.needParameter(place);
        if (!read)
            return read;
        if (!read->view.empty())
            return unmapped("its weights are computed");
        const std::string own_key = key + "." + std::to_string(m_direction);
        const std::size_t tensor = m_node.graph.derivedTensor(read->tensor, own_key, [&](const NamedTensor& whole) {
            const std::vector<float>& all = *whole.floats();
            const auto size = static_cast<std::ptrdiff_t>(all.size() / m_directions);
            const auto begin = all.begin() + static_cast<std::ptrdiff_t>(m_direction) * size;
            return NamedTensor{"", shape, make(std::vector<float>(begin, begin + size))};
        });
        return ReadParameter{tensor, {}, shape};
    }

    NodeReader& m_node;
    std::size_t m_direction;
    std::size_t m_directions;
};

Result<ReadActivation> dense(NodeReader& node, const ReadActivation& input, const Result<ReadParameter>& weight,
                             const std::optional<Result<ReadParameter>>& bias = {})
{
    if (!weight || (bias && !*bias))
        return tl::unexpected(weight ? bias->error() : weight.error());
    const auto layer = node.graph.addLayer("dense", node.graph.layerName(node.node),
                                           {{"out_features", weight->shape[0]}, {"bias", bias.has_value()}}, {input});
    if (!layer)
        return tl::unexpected(layer.error());
    if (const auto set = node.graph.setSlot(*layer, "weight", *weight); !set)
        return tl::unexpected(set.error());
    if (bias) {
        if (const auto set = node.graph.setSlot(*layer, "bias", **bias); !set)
            return tl::unexpected(set.error());
    }
    return node.graph.output(*layer);
}

/// Adds layers one after the other, until one does not fit.
class LayerRow {
public:
    explicit LayerRow(NodeReader& node) : m_node(node) {}

    ReadActivation add(const std::string& type, Attributes attributes, const std::vector<ReadActivation>& inputs)
    {
        return keep(m_error ? Result<ReadActivation>(tl::unexpected(*m_error))
                            : m_node.add(type, std::move(attributes), inputs));
    }
    ReadActivation part(const ReadActivation& of, std::int64_t start, std::int64_t stop)
    {
        return add("slice", {{"axis", std::int64_t{1}}, {"start", start}, {"stop", stop}}, {of});
    }
    ReadActivation keep(const Result<ReadActivation>& given)
    {
        if (given)
            return *given;
        m_error = given.error();
        return {};
    }
    [[nodiscard]] bool hasFailed() const { return m_error.has_value(); }
    [[nodiscard]] Result<ReadActivation> result(const ReadActivation& last) const
    {
        return m_error ? Result<ReadActivation>(tl::unexpected(*m_error)) : last;
    }

private:
    NodeReader& m_node;
    std::optional<Error> m_error;
};

} // namespace

Result<ReadActivation> unrolledGru(NodeReader& node, const ReadActivation& steps, std::int64_t hidden,
                                   std::size_t direction, std::size_t directions, bool gives_all)
{
    const std::int64_t count = steps.shape[0];
    if (count > mostSteps) {
        return unmapped(
            "its reset gate comes before the product (linear_before_reset = 0), which is drawn step by step "
            "for " +
            std::to_string(mostSteps) + " steps at most, and it has " + std::to_string(count));
    }
    const GruTensors weights(node, direction, directions);
    const auto size = [&](std::size_t place) {
        const ReadParameter* const read = node.parameter(place);
        return read == nullptr ? 0 : node.graph.tensor(read->tensor).shape.elementCount();
    };
    const auto ways = static_cast<std::int64_t>(directions);
    if (size(1) != ways * 3 * hidden * steps.shape[1] || size(2) != ways * 3 * hidden * hidden ||
        (node.has(3) && size(3) != ways * 6 * hidden))
        return unmapped("its weights have other shapes than its inputs and states");
    LayerRow all(node);
    const ReadActivation projected =
        all.keep(dense(node, steps, weights.rows(1, "gru.input", 0, Shape{3 * hidden, steps.shape[1]}),
                       node.has(3) ? std::optional(weights.bias(3 * hidden)) : std::nullopt));
    ReadActivation state;
    std::vector<ReadActivation> states;
    for (std::int64_t step = 0; step < count && !all.hasFailed(); ++step) {
        const ReadActivation own =
            all.add("slice", {{"axis", std::int64_t{1}}, {"start", step}, {"drop_axis", true}}, {projected});
        ReadActivation gates = all.part(own, 0, 2 * hidden);
        ReadActivation candidate = all.part(own, 2 * hidden, 3 * hidden);
        if (step > 0) {
            const auto weight = weights.rows(2, "gru.gates", 0, Shape{2 * hidden, hidden});
            gates = all.add("add", {}, {gates, all.keep(dense(node, state, weight))});
        }
        gates = all.add("sigmoid", {}, {gates});
        const ReadActivation update = all.part(gates, 0, hidden);
        if (step > 0) {
            const ReadActivation kept = all.add("multiply", {}, {all.part(gates, hidden, 2 * hidden), state});
            const auto weight = weights.rows(2, "gru.candidate", 2 * hidden, Shape{hidden, hidden});
            candidate = all.add("add", {}, {candidate, all.keep(dense(node, kept, weight))});
        }
        const ReadActivation rest = all.add("affine", {{"factor", -1.0}, {"offset", 1.0}}, {update});
        const ReadActivation fresh = all.add("multiply", {}, {rest, all.add("tanh", {}, {candidate})});
        state = step == 0 ? fresh : all.add("add", {}, {fresh, all.add("multiply", {}, {update, state})});
        if (gives_all)
            states.push_back(all.add("reshape", {{"shape", Shape{1, hidden}}}, {state}));
    }
    if (!gives_all || states.size() == 1)
        return all.result(gives_all ? states.front() : state);
    return all.result(all.add("concatenate", {{"inputs", count}, {"axis", std::int64_t{1}}}, states));
}

} // namespace ligature
