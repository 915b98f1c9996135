// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/parity/random_network.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>

#include "core/layers/layer_type.h"
#include "core/network/analysis.h"
#include "core/network/edits.h"
#include "core/network/repeat.h"
#include "core/program/lower.h"
#include "tests/parity/random_choice.h"
#include "tests/parity/random_ties.h"

namespace ligature::parity {

namespace {

constexpr std::int64_t largestValue = 96;      ///< elements of a layer's output
constexpr std::int64_t largestParameter = 600; ///< elements of a slot

/// Whether nothing is wrong but that there is no loss yet.
bool fits(const Network& network)
{
    const Analysis analysis = analyse(network);
    return std::ranges::none_of(
        analysis.diagnostics, [](const Diagnostic& d) { return d.severity == Severity::Error && d.code != "no-loss"; });
}

/// Whether an operation takes the targets for indices.
bool targetsAreIndices(const Network& network)
{
    const Result<OperationGraph> graph = lower(network);
    for (const GraphInput& input : graph->inputs) {
        for (const GraphOperation& operation : graph->operations) {
            std::vector<ValueSpec> specs;
            for (const ValueIndex value : operation.inputs)
                specs.push_back(graph->values[static_cast<std::size_t>(value)].spec);
            for (std::size_t i = 0; i < operation.inputs.size(); ++i) {
                if (input.role == InputRole::Targets && operation.inputs[i] == input.value &&
                    operation.op->indexLimit(i, specs))
                    return true;
            }
        }
    }
    return false;
}

/// Draws a network layer by layer: whatever fits what is there already.
class NetworkBuilder {
public:
    explicit NetworkBuilder(std::uint64_t seed) : m_choice(seed, "network") {}

    RandomCase run()
    {
        m_indices = m_choice.chance(0.2);
        m_input = addLayer(m_network, "input", "x", {{"shape", m_choice.of(inputShapes())}});
        note();
        for (int i = m_choice.integer(1, 2); i > 0; --i)
            addReshaped({m_input, "output"});
        for (int layers = m_choice.integer(2, 7); layers > 0; --layers)
            addRandomLayer();
        addRepeats();
        addLosses();
        addRandomTies(m_network, m_choice);
        return finish();
    }

private:
    static std::vector<Shape> inputShapes() { return {Shape{6}, Shape{12}, Shape{3, 4}, Shape{2, 4, 4}, Shape{4, 3}}; }
    static std::vector<Shape> middleShapes()
    {
        return {Shape{24}, Shape{4, 6}, Shape{6, 4}, Shape{2, 3, 4}, Shape{6, 2, 2}, Shape{1, 4, 6}, Shape{2, 12}};
    }

    /// What every output port gives now.
    void note() { m_analysis = analyse(m_network); }

    /// A Dense over all of a value, in another shape: so that layers that need axes find some.
    void addReshaped(const Port& from)
    {
        Port last = from;
        if (m_analysis.outputs.at(from).rank() != 1)
            last = append("flatten", {}, {last});
        last = append("dense", {{"out_features", std::int64_t{24}}}, {last});
        last = append("reshape", {{"shape", m_choice.of(middleShapes())}}, {last});
    }

    Port append(const std::string& type, Attributes attributes, const std::vector<Port>& from)
    {
        const LayerType& declared = *findLayerType(type);
        const LayerId id = addLayer(m_network, type, {}, attributes);
        const std::vector<PortSpec> ports = declared.inputs(withDefaults(declared.attributes(), attributes));
        for (std::size_t i = 0; i < ports.size(); ++i)
            (void)link(m_network, from[i], {id, ports[i].name});
        note();
        return {id, declared.outputs(withDefaults(declared.attributes(), attributes)).front().name};
    }

    bool isUsable(const LayerType& type) const
    {
        // Their golden cases hold them. `values` gives every sample the same, so that the parts of a gradient may be as
        // many up as down: their sum is a rounding error, and Adam makes a whole step of its sign. PyTorch pads inner
        // axes with constants alone, and reads at no negative strides, which the range of the attribute begins with.
        static const std::set<std::string> left_out = {"pad", "strided_read", "values"};
        return type.category() != LayerCategory::Data && type.category() != LayerCategory::Loss &&
               !left_out.contains(type.name());
    }

    void addRandomLayer()
    {
        std::vector<const LayerType*> types;
        std::ranges::copy_if(layerTypes(), std::back_inserter(types), [&](const auto* t) { return isUsable(*t); });
        const LayerType& type = *m_choice.of(types);
        for (int attempt = 0; attempt < 60; ++attempt) {
            const Attributes attributes = m_choice.attributes(type.attributes());
            if (const auto inputs = fittingInputs(type, attributes)) {
                append(type.name(), attributes, keptFromZero(type, *inputs));
                return;
            }
        }
        addReshaped(m_choice.of(values()));
    }

    /// What is steep near zero, or has no value there, reads from 0.5 to 1.5: values of random layers are near zero now
    /// and then, and those of a clamp or a maximum are just that. Nothing is left to compare where a loss is not
    /// finite.
    std::vector<Port> keptFromZero(const LayerType& type, std::vector<Port> inputs)
    {
        static const std::map<std::string, std::size_t> steep = {
            {"divide", 1}, {"log", 0}, {"reciprocal", 0}, {"sqrt", 0}};
        if (const auto found = steep.find(type.name()); found != steep.end()) {
            Port& input = inputs.at(found->second);
            input = append("affine", {{"offset", 0.5}}, {append("sigmoid", {}, {input})});
        }
        return inputs;
    }

    std::vector<Port> values() const
    {
        std::vector<Port> ports;
        for (const auto& [port, shape] : m_analysis.outputs)
            ports.push_back(port);
        return ports;
    }

    /// Random values that the layer takes; those of the first one's shape are likelier, for most layers of several
    /// inputs want them alike.
    std::optional<std::vector<Port>> fittingInputs(const LayerType& type, const Attributes& attributes)
    {
        const Attributes complete = withDefaults(type.attributes(), attributes);
        std::vector<Port> chosen;
        std::vector<Shape> shapes;
        for (std::size_t i = 0; i < type.inputs(complete).size(); ++i) {
            std::vector<Port> candidates = values();
            if (i > 0 && m_choice.chance(0.8))
                std::erase_if(candidates, [&](const Port& port) { return m_analysis.outputs.at(port) != shapes[0]; });
            chosen.push_back(m_choice.of(candidates));
            shapes.push_back(m_analysis.outputs.at(chosen.back()));
        }
        if (!readsOnlyIndices(type, complete, chosen, shapes))
            return std::nullopt;
        const Result<Inference> inference = type.infer(complete, shapes);
        if (!inference)
            return std::nullopt;
        const bool small =
            std::ranges::all_of(inference->outputs, [](const Shape& s) { return s.elementCount() <= largestValue; }) &&
            std::ranges::all_of(inference->slots,
                                [](const auto& slot) { return slot.shape.elementCount() <= largestParameter; });
        return small ? std::optional(chosen) : std::nullopt;
    }

    /// A layer that looks indices up can read the features only, and only where they are whole numbers.
    bool readsOnlyIndices(const LayerType& type, const Attributes& attributes, const std::vector<Port>& inputs,
                          const std::vector<Shape>& shapes) const
    {
        Network probe;
        const LayerId id = addLayer(probe, type.name(), {}, attributes);
        const std::vector<PortSpec> ports = type.inputs(attributes);
        for (std::size_t i = 0; i < ports.size(); ++i) {
            const LayerId source = addLayer(probe, "input", {}, {{"shape", shapes[i]}});
            (void)link(probe, {source, "output"}, {id, ports[i].name});
        }
        const bool looks_up = indexLimit(probe).has_value();
        return !looks_up || (m_indices && inputs.front().layer == m_input && *indexLimit(probe) >= largestIndex);
    }

    static constexpr std::int64_t largestIndex = 3;

    /// The smallest limit that an operation of the network sets to an index it reads; none where none does.
    static std::optional<std::int64_t> indexLimit(Network network)
    {
        const Analysis analysis = analyse(network);
        std::optional<std::int64_t> limit;
        // What hangs in the air is lowered only where a loss reads it.
        for (const auto& [port, shape] : analysis.outputs) {
            if (findLayerType(network.layers.at(port.layer).type)->category() == LayerCategory::Data)
                continue;
            const LayerId loss = addLayer(network, "mean_squared_error");
            (void)link(network, port, {loss, "prediction"});
            (void)link(network, port, {loss, "target"});
        }
        const Result<OperationGraph> graph = lower(network);
        if (!graph)
            return std::nullopt;
        for (const GraphOperation& operation : graph->operations) {
            std::vector<ValueSpec> specs;
            for (const ValueIndex input : operation.inputs)
                specs.push_back(graph->values[static_cast<std::size_t>(input)].spec);
            for (std::size_t i = 0; i < operation.inputs.size(); ++i) {
                if (const auto own = operation.op->indexLimit(i, specs))
                    limit = std::min(limit.value_or(*own), *own);
            }
        }
        return limit;
    }

    void addRepeats()
    {
        if (!m_choice.chance(0.3))
            return;
        for (int attempt = 0; attempt < 10; ++attempt) {
            std::vector<LayerId> ids;
            for (const auto& [id, layer] : m_network.layers)
                ids.push_back(id);
            const LayerId id = m_choice.of(ids);
            std::set<LayerId> layers = {id};
            for (const auto& [input, output] : m_network.links) {
                if (output.layer == id && m_choice.chance(0.5))
                    layers.insert(input.layer);
            }
            Network copy = m_network;
            const bool shared = m_choice.chance(0.7);
            if (addRepeat(copy, layers, m_choice.integer(2, 3), shared) && fits(copy))
                m_network = copy;
        }
    }

    /// What nothing reads is gathered into a few numbers, which one or two losses compare with the target.
    void addLosses()
    {
        std::set<Port> loose;
        for (const auto& [port, shape] : m_analysis.outputs)
            loose.insert(port);
        for (const auto& [input, output] : m_network.links)
            loose.erase(output);
        loose.erase({m_input, "output"});
        std::vector<Port> ends;
        for (const Port& port : loose) {
            Port last = port;
            if (m_analysis.outputs.at(last).rank() != 1)
                last = append("flatten", {}, {last});
            ends.push_back(append("dense", {{"out_features", std::int64_t{4}}}, {last}));
        }
        Port out = ends.front();
        if (ends.size() > 1)
            out = append("add", {{"inputs", static_cast<std::int64_t>(ends.size())}}, ends);
        addLoss(out);
        if (m_choice.chance(0.3))
            addLoss(m_choice.of(ends));
    }

    void addLoss(const Port& from)
    {
        std::vector<const LayerType*> losses;
        for (const LayerType* const type : layerTypes()) {
            if (type->category() == LayerCategory::Loss)
                losses.push_back(type);
        }
        for (int attempt = 0; attempt < 60; ++attempt) {
            const LayerType& type = *m_choice.of(losses);
            const Attributes attributes = m_choice.attributes(type.attributes());
            const Attributes complete = withDefaults(type.attributes(), attributes);
            Network copy = m_network;
            const LayerId loss = addLayer(copy, type.name(), {}, attributes);
            for (const PortSpec& port : type.inputs(complete)) {
                const bool is_target = port.name == "target";
                (void)link(copy, is_target ? targetOf(copy, type) : predictionLike(from), {loss, port.name});
            }
            if (fits(copy) && targetShapesOf(copy).size() <= 1) {
                m_network = copy;
                note();
                return;
            }
        }
        // None of the draws fits: what always does.
        const LayerId loss = addLayer(m_network, "mean_squared_error");
        (void)link(m_network, from, {loss, "prediction"});
        (void)link(m_network, append("dense", {{"out_features", std::int64_t{4}}}, {from}), {loss, "target"});
        note();
    }

    Port predictionLike(const Port& from)
    {
        std::vector<Port> alike = {from};
        for (const auto& [port, shape] : m_analysis.outputs) {
            if (shape == m_analysis.outputs.at(from))
                alike.push_back(port);
        }
        return m_choice.of(alike);
    }

    Port targetOf(Network& network, const LayerType&)
    {
        for (const auto& [id, layer] : network.layers) {
            if (layer.type == "target")
                return {id, "output"};
        }
        const bool classes = m_choice.chance(0.5);
        const Attributes attributes = classes ? Attributes{{"kind", std::string("class")}}
                                              : Attributes{{"kind", std::string("values")}, {"shape", Shape{4}}};
        return {addLayer(network, "target", "target", attributes), "output"};
    }

    static std::set<Shape, bool (*)(const Shape&, const Shape&)> targetShapesOf(const Network& network)
    {
        std::set<Shape, bool (*)(const Shape&, const Shape&)> shapes(
            [](const Shape& a, const Shape& b) { return a.extents() < b.extents(); });
        const Analysis analysis = analyse(network);
        for (const auto& [id, layer] : network.layers) {
            if (layer.type == "target")
                shapes.insert(analysis.outputs.at({id, "output"}));
        }
        return shapes;
    }

    RandomCase finish()
    {
        RandomCase drawn;
        drawn.network = expand(m_network).network;
        drawn.training = m_choice.chance(0.6);
        for (auto& [id, layer] : drawn.network.layers) {
            // What is dropped is each library's own choice.
            if (drawn.training && findLayerType(layer.type)->category() == LayerCategory::Regularization)
                layer.attributes.set("probability", 0.0);
        }
        drawn.batch = m_choice.integer(3, 6);
        for (auto& [id, layer] : drawn.network.layers) {
            if (layer.type == "softmax_cross_entropy" && drawn.batch % 2 == 1)
                layer.attributes.set("label_smoothing", 0.2); // Takes no draw from what follows.
        }
        chooseFactors(drawn.network);
        chooseOptimizer(drawn);
        const Analysis analysis = analyse(drawn.network);
        drawValues(drawn, analysis);
        drawSamples(drawn, analysis);
        return drawn;
    }

    void chooseFactors(Network& network)
    {
        for (auto& [id, parameter] : network.parameters) {
            if (parameter.state)
                continue;
            parameter.trainable = !m_choice.chance(0.1);
            if (m_choice.chance(0.2))
                parameter.learning_rate_factor = m_choice.real(0.2, 2);
            if (m_choice.chance(0.2))
                parameter.weight_decay_factor = m_choice.real(0, 2);
        }
    }

    void chooseOptimizer(RandomCase& drawn)
    {
        drawn.optimizer = m_choice.of(std::vector<std::string>{"sgd", "adam", "adamw"});
        drawn.optimizer_attributes.set("learning_rate", m_choice.real(0.001, 0.02));
        drawn.optimizer_attributes.set("weight_decay", m_choice.chance(0.5) ? 0.1 : 0.0);
        if (drawn.optimizer == "sgd") {
            const bool momentum = m_choice.chance(0.6);
            drawn.optimizer_attributes.set("momentum", momentum ? 0.9 : 0.0);
            drawn.optimizer_attributes.set("nesterov", momentum && m_choice.chance(0.5));
        } else {
            // Where a gradient is nothing but rounding, Adam's usual eps would make a step of it.
            drawn.optimizer_attributes.set("eps", 0.05);
        }
    }

    void drawValues(RandomCase& drawn, const Analysis& analysis)
    {
        for (const auto& [id, known] : analysis.parameters) {
            const bool state = drawn.network.parameters.at(id).state;
            const bool vector = known.shape.rank() < 2;
            const double spread = vector ? 0.6 : 1.2 / std::sqrt(static_cast<double>(known.shape.extents().back()));
            std::vector<double>& values = drawn.values[id];
            for (std::int64_t i = 0; i < known.shape.elementCount(); ++i)
                values.push_back(state ? m_choice.real(0.5, 1.5) : spread * m_choice.normal());
        }
    }

    void drawSamples(RandomCase& drawn, const Analysis& analysis)
    {
        const std::int64_t width = analysis.outputs.at({m_input, "output"}).elementCount();
        for (std::int64_t i = 0; i < drawn.batch * width; ++i)
            drawn.features.push_back(m_indices ? m_choice.integer(0, largestIndex - 1) : m_choice.normal());
        for (const auto& [id, layer] : drawn.network.layers) {
            if (layer.type != "target")
                continue;
            const bool whole = targetsAreIndices(drawn.network);
            const std::int64_t count = analysis.outputs.at({id, "output"}).elementCount();
            for (std::int64_t i = 0; i < drawn.batch * count; ++i)
                drawn.targets.push_back(whole ? m_choice.integer(0, 1) : m_choice.real(0, 1));
        }
    }

    Choice m_choice;
    Network m_network;
    Analysis m_analysis;
    LayerId m_input;
    bool m_indices = false;
};

} // namespace

RandomCase randomCase(std::uint64_t seed)
{
    RandomCase drawn = NetworkBuilder(seed).run();
    drawn.seed = seed;
    return drawn;
}

} // namespace ligature::parity
