// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/program/lower.h"

#include <algorithm>
#include <map>
#include <span>

#include "core/layers/layer_type.h"
#include "core/network/reachability.h"
#include "core/ops/ops.h"

namespace ligature {

namespace {

/// Builds the graph, layer by layer; while a layer is lowered, this is what it sees.
class GraphBuilder final : public Lowering {
public:
    GraphBuilder(const Network& network, const Analysis& analysis)
        : m_network(network), m_analysis(analysis), m_names(parameterNames(network))
    {
    }

    OperationGraph build()
    {
        for (const LayerId id : layersTowardsALoss(m_network, m_analysis.order)) {
            m_layer = id;
            m_part = 0;
            const Layer& layer = m_network.layers.at(id);
            m_type = findLayerType(layer.type);
            m_attributes = withDefaults(m_type->attributes(), layer.attributes);
            m_input_ports = m_type->inputs(m_attributes);
            m_output_ports = m_type->outputs(m_attributes);
            m_type->lower(*this);
        }
        std::ranges::sort(m_graph.losses, {}, &GraphLoss::layer);
        for (const auto& [id, parameter] : m_network.parameters) {
            if (const auto known = m_analysis.parameters.find(id); known != m_analysis.parameters.end())
                m_graph.parameters.push_back(describe(id, parameter, known->second));
        }
        return std::move(m_graph);
    }

    const Attributes& attributes() const override { return m_attributes; }
    std::size_t inputCount() const override { return m_input_ports.size(); }
    ValueIndex input(std::size_t port) const override
    {
        return m_graph.outputs.at(m_network.links.at(Port{m_layer, m_input_ports[port].name}));
    }
    const ValueSpec& spec(ValueIndex value) const override { return valueAt(value).spec; }

    ValueIndex slot(const std::string& name) override
    {
        const Slot use{m_layer, name};
        const Tie& tie = m_network.ties.at(use);
        const Shape& own = m_analysis.parameters.at(tie.parameter).shape;
        const bool transposed = m_network.parameters.at(tie.parameter).stored_transposed && own.rank() == 2;
        const std::optional<StridedRead> strided = stridedRead(tie.view, memoryOf(own, transposed));
        if (const auto place = strided ? inPlace(*strided) : std::nullopt) {
            const ValueIndex value = addParameter(use, tie.parameter, strided->shape, *place);
            // State is moved where it is stored and has no gradient.
            const bool as_it_is = tie.gradient_factor == 1.0 || m_network.parameters.at(tie.parameter).state;
            return as_it_is ? value : withGradientTimes(tie.gradient_factor, value);
        }
        const ValueIndex memory = addParameter(use, tie.parameter, Shape{own.elementCount()}, {});
        const double factor = tie.gradient_factor;
        const ValueIndex source = factor == 0.0 ? withoutGradient(memory) : memory;
        if (strided)
            return append(readStridedOp(*strided, factor), {source});
        if (!transposed)
            return append(readViewOp(tie.view, own, factor), {source});
        View from_memory = transposeView();
        from_memory.insert(from_memory.end(), tie.view.begin(), tie.view.end());
        return append(readViewOp(std::move(from_memory), own.reversed(), factor), {source});
    }

    ValueIndex add(std::shared_ptr<const Op> op, std::vector<ValueIndex> inputs) override
    {
        for (std::size_t i = 0; i < inputs.size(); ++i) {
            if (!op->readsTransposed(i))
                inputs[i] = inOrder(inputs[i]);
            // No kernel has one storage twice: it would not have to add to a gradient that it is writing, and what each
            // use adds could not be told apart.
            if (readsStorageOf(inputs[i], std::span(inputs).first(i)))
                inputs[i] = copied(inputs[i]);
        }
        return append(std::move(op), std::move(inputs));
    }

    void beginPart() override { ++m_part; }

    ValueIndex addInput(InputRole role, Shape shape) override
    {
        m_graph.values.push_back({ValueSpec{std::move(shape), true}, std::nullopt, false});
        m_graph.inputs.push_back({m_layer, role, lastValue()});
        return lastValue();
    }

    void setOutput(ValueIndex value, std::size_t port) override
    {
        m_graph.outputs[Port{m_layer, m_output_ports[port].name}] = value;
    }
    void addLoss(ValueIndex value) override
    {
        m_graph.losses.push_back({m_layer, value, m_attributes.get<double>(lossWeightSpec().name)});
    }

private:
    /// One value for each use, however often its layer asks for it.
    ValueIndex addParameter(const Slot& use, ParameterId id, const Shape& seen, const InPlaceRead& place)
    {
        const GraphValue value{ValueSpec{seen, false}, id, place.transposed, use, place.offset};
        const auto found = std::ranges::find(m_graph.values, value);
        if (found != m_graph.values.end())
            return static_cast<ValueIndex>(found - m_graph.values.begin());
        m_graph.values.push_back(value);
        return lastValue();
    }

    /// The same memory for a use that adds nothing to the gradient.
    ValueIndex withoutGradient(ValueIndex value)
    {
        GraphValue read{valueAt(value).spec, std::nullopt, valueAt(value).transposed};
        read.memory_of = value;
        m_graph.values.push_back(std::move(read));
        return lastValue();
    }

    /// The same memory for a use whose part of the gradient is multiplied by the factor before it is added.
    ValueIndex withGradientTimes(double factor, ValueIndex value)
    {
        if (factor == 0.0)
            return withoutGradient(value);
        const ValueIndex use = append(scaleGradientOp(factor), {value});
        m_graph.values.back().transposed = valueAt(value).transposed;
        m_graph.values.back().memory_of = value;
        return use;
    }

    /// The value with its memory in the order of its shape: itself, or a copy that is put in order.
    ValueIndex inOrder(ValueIndex value)
    {
        if (!valueAt(value).transposed)
            return value;
        return copied(value);
    }

    /// A copy with its memory in the order of the shape.
    ValueIndex copied(ValueIndex value)
    {
        return append(readStridedOp(memoryOf(valueAt(value).spec.shape, valueAt(value).transposed)), {value});
    }

    bool readsStorageOf(ValueIndex value, std::span<const ValueIndex> others) const
    {
        const std::optional<ParameterId> storage = valueAt(value).parameter;
        return storage &&
               std::ranges::any_of(others, [&](ValueIndex other) { return valueAt(other).parameter == storage; });
    }

    ValueIndex append(std::shared_ptr<const Op> op, std::vector<ValueIndex> inputs)
    {
        std::vector<ValueSpec> specs;
        for (const ValueIndex input : inputs)
            specs.push_back(spec(input));
        m_graph.values.push_back({op->output(specs), std::nullopt, false});
        m_graph.operations.push_back({std::move(op), std::move(inputs), lastValue(), m_layer, m_part});
        return lastValue();
    }

    GraphParameter describe(ParameterId id, const Parameter& parameter, const ParameterShape& known) const
    {
        return {id,
                m_names.at(id),
                known.shape,
                parameter.stored_transposed && known.shape.rank() == 2,
                parameter.trainable && !parameter.state,
                parameter.weight_decay_factor,
                parameter.learning_rate_factor,
                parameter.state,
                parameter.initializer,
                known.fans,
                parameter.first_draw};
    }

    const GraphValue& valueAt(ValueIndex value) const { return m_graph.values[static_cast<std::size_t>(value)]; }
    ValueIndex lastValue() const { return static_cast<ValueIndex>(m_graph.values.size()) - 1; }

    const Network& m_network;
    const Analysis& m_analysis;
    std::map<ParameterId, std::string> m_names;
    OperationGraph m_graph;

    LayerId m_layer;
    std::uint64_t m_part = 0;
    const LayerType* m_type = nullptr;
    Attributes m_attributes;
    std::vector<PortSpec> m_input_ports;
    std::vector<PortSpec> m_output_ports;
};

} // namespace

Result<OperationGraph> lower(const Network& network, const Analysis& analysis)
{
    const auto wrong = std::ranges::find(analysis.diagnostics, Severity::Error, &Diagnostic::severity);
    if (wrong != analysis.diagnostics.end())
        return tl::unexpected(errorOf(network, *wrong));
    return GraphBuilder(network, analysis).build();
}

Result<OperationGraph> lower(const Network& network)
{
    return lower(network, analyse(network));
}

} // namespace ligature
