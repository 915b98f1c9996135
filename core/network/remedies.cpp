// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/remedies.h"

#include <algorithm>
#include <set>

#include "core/layers/layer_type.h"
#include "core/network/declared.h"
#include "core/network/edits.h"
#include "core/network/repeat_edits.h"
#include "core/network/unique_name.h"
#include "core/network/view_edit.h"
#include "core/views/view.h"

namespace ligature {

namespace {

using Remedies = std::vector<Remedy>;

std::string quoted(const std::string& name)
{
    return "\"" + name + "\"";
}

constexpr std::size_t mostCandidates = 6; // for one link

std::int64_t errorCount(const Analysis& analysis)
{
    return std::ranges::count(analysis.diagnostics, Severity::Error, &Diagnostic::severity);
}

/// What people would try for one diagnostic, the best first.
class Candidates {
public:
    Candidates(const Network& network, const Analysis& analysis) : m_network(network), m_analysis(analysis) {}

    Remedies of(const Diagnostic& diagnostic)
    {
        m_found.clear();
        const std::string& code = diagnostic.code;
        if (diagnostic.repeat)
            removeRepeat(*diagnostic.repeat);
        else if (code == "empty")
            add("Add an Input", [](Network& network) {
                addLayer(network, "input");
                return Result<void>();
            });
        else if (code == "no-loss")
            addLoss();
        else if (code == "repeats-too-large")
            repeatLess();
        else if (code == "initializer" && diagnostic.parameter)
            drawAsUsual(*diagnostic.parameter);
        else if (code == "reserved-name" && diagnostic.parameter)
            renameReserved(*diagnostic.parameter);
        else if (code == "too-large" && diagnostic.parameter)
            emptyShape(*diagnostic.parameter);
        else if (diagnostic.layer)
            atLayer(code, *diagnostic.layer);
        return std::move(m_found);
    }

private:
    void add(std::string title, std::function<Result<void>(Network&)> edit)
    {
        m_found.push_back({std::move(title), std::move(edit)});
    }

    void atLayer(const std::string& code, LayerId id)
    {
        if (code == "unknown-type")
            add("Remove it", [id](Network& network) {
                remove(network, {id}, {});
                return Result<void>();
            });
        else if (code == "attribute")
            useDefaults(id);
        else if (code == "cycle")
            breakCircle(id);
        else if (code == "input-not-linked")
            linkInputs(id);
        else if (code == "shape")
            fitShape(id);
        else if (code == "too-large")
            makeSmaller(id);
        else if (code == "slot-empty" || code == "view" || code == "tie-shape" || code == "state-view")
            fitTies(id);
    }

    void removeRepeat(RepeatId id)
    {
        add("Remove the repeat", [id](Network& network) {
            ligature::removeRepeat(network, id);
            return Result<void>();
        });
    }

    void drawAsUsual(ParameterId id)
    {
        add("Draw it as usual", [id](Network& network) {
            network.parameters.at(id).initializer = Initializer{};
            return Result<void>();
        });
    }

    /// The attributes that are refused, as they usually are.
    void useDefaults(LayerId id)
    {
        const Layer& layer = m_network.layers.at(id);
        const LayerType* const type = findLayerType(layer.type);
        if (type == nullptr)
            return;
        std::vector<std::string> refused;
        const std::vector<AttributeSpec> specs = type->attributes();
        for (const auto& [name, value] : layer.attributes.values()) {
            const auto spec = std::ranges::find(specs, name, &AttributeSpec::name);
            if (spec == specs.end() || !validateValue(*spec, value, {}))
                refused.push_back(name);
        }
        add("Use the usual value", [id, refused](Network& network) {
            for (const std::string& name : refused)
                network.layers.at(id).attributes.erase(name);
            return Result<void>();
        });
    }

    /// Any one of the attributes that are set, as it usually is.
    void useEachDefault(LayerId id)
    {
        const Layer& layer = m_network.layers.at(id);
        const std::vector<AttributeSpec> specs = findLayerType(layer.type)->attributes();
        for (const auto& [name, value] : layer.attributes.values()) {
            const auto spec = std::ranges::find(specs, name, &AttributeSpec::name);
            if (spec == specs.end() || value == spec->default_value)
                continue;
            add("Use the usual " + labelInSentence(*spec), [id, name = name](Network& network) {
                network.layers.at(id).attributes.erase(name);
                return Result<void>();
            });
        }
    }

    /// What is too large is so by itself, or by the layer before that feeds it.
    void makeSmaller(LayerId id)
    {
        useEachDefault(id);
        for (const auto& [input, output] : m_network.links) {
            if (input.layer == id && findLayerType(m_network.layers.at(output.layer).type) != nullptr)
                useEachDefault(output.layer);
        }
    }

    void emptyShape(ParameterId id)
    {
        add("Empty its shape", [id](Network& network) {
            network.parameters.at(id).shape.reset();
            return Result<void>();
        });
    }

    void renameReserved(ParameterId id)
    {
        const std::string name = uniqueParameterName(m_network, "weights");
        add("Rename it to " + quoted(name), [id, name](Network& network) {
            network.parameters.at(id).name = name;
            return Result<void>();
        });
    }

    /// The one with the most passes makes fewer.
    void repeatLess()
    {
        const auto most = std::ranges::max_element(m_network.repeats, {}, [](const auto& one) {
            return one.second.count * static_cast<std::int64_t>(one.second.layers.size());
        });
        if (most == m_network.repeats.end())
            return;
        for (std::int64_t count = most->second.count / 2; count >= 2; count /= 2) {
            add("Repeat " + quoted(most->second.name) + " " + std::to_string(count) + " times",
                [id = most->first, count](Network& network) {
                    network.repeats.at(id).count = count;
                    return Result<void>();
                });
        }
    }

    void breakCircle(LayerId id)
    {
        for (const auto& [input, output] : m_network.links) {
            const bool is_ordered = std::ranges::find(m_analysis.order, output.layer) != m_analysis.order.end();
            if (input.layer != id || is_ordered)
                continue;
            add("Remove the link from " + quoted(m_network.layers.at(output.layer).name),
                [input = input](Network& network) {
                    unlink(network, input);
                    return Result<void>();
                });
        }
    }

    /// Outputs that nothing reads yet, the nearest before it first.
    void linkInputs(LayerId id)
    {
        const Layer& layer = m_network.layers.at(id);
        const LayerType* const type = findLayerType(layer.type);
        std::set<Port> read;
        for (const auto& [input, output] : m_network.links)
            read.insert(output);
        for (const PortSpec& port : type->inputs(withDefaults(type->attributes(), layer.attributes))) {
            const Port input{id, port.name};
            if (m_network.links.contains(input))
                continue;
            for (auto before = m_analysis.order.rbegin();
                 before != m_analysis.order.rend() && m_found.size() < mostCandidates; ++before)
                linkFrom(*before, read, input);
        }
    }

    void linkFrom(LayerId from, const std::set<Port>& read, const Port& input)
    {
        if (from == input.layer)
            return;
        const bool is_target = m_network.layers.at(from).type == "target";
        for (auto found = m_analysis.outputs.lower_bound(Port{from, {}});
             found != m_analysis.outputs.end() && found->first.layer == from && m_found.size() < mostCandidates;
             ++found) {
            const Port& output = found->first;
            if (read.contains(output) || is_target != (input.port == "target") || !canLink(m_network, output, input))
                continue;
            add("Link " + quoted(m_network.layers.at(from).name) + " to it",
                [output, input](Network& network) { return link(network, output, input); });
        }
    }

    /// Whatever ends the network without a loss is compared with targets.
    void addLoss()
    {
        std::set<LayerId> read;
        for (const auto& [input, output] : m_network.links)
            read.insert(output.layer);
        for (auto end = m_analysis.order.rbegin(); end != m_analysis.order.rend(); ++end) {
            const std::string& type = m_network.layers.at(*end).type;
            if (read.contains(*end) || type == "target" || type == "input")
                continue;
            const auto output =
                std::ranges::find_if(m_analysis.outputs, [&](const auto& one) { return one.first.layer == *end; });
            if (output == m_analysis.outputs.end())
                continue;
            add("Add a Mean squared error", [port = output->first, shape = output->second](Network& network) {
                const LayerId target =
                    addLayer(network, "target", {},
                             {{"kind", std::string("values")}, {"shape", shape.rank() == 0 ? Shape{1} : shape}});
                const LayerId loss = addLayer(network, "mean_squared_error");
                if (const auto linked = link(network, port, Port{loss, "prediction"}); !linked)
                    return linked;
                return link(network, Port{target, "output"}, Port{loss, "target"});
            });
            return;
        }
    }

    [[nodiscard]] std::optional<LayerId> nearest(const std::string& type, const Port& input) const
    {
        std::set<LayerId> seen;
        auto found = m_network.links.find(input);
        while (found != m_network.links.end()) {
            const LayerId from = found->second.layer;
            if (m_network.layers.at(from).type == type)
                return from;
            if (!seen.insert(from).second)
                return std::nullopt;
            found = std::ranges::find_if(m_network.links, [&](const auto& one) { return one.first.layer == from; });
        }
        return std::nullopt;
    }

    void fitShape(LayerId id)
    {
        std::vector<std::pair<Port, Shape>> inputs;
        for (const auto& [input, output] : m_network.links) {
            const auto shape = m_analysis.inputShape(m_network, input);
            if (input.layer == id && shape)
                inputs.emplace_back(input, *shape);
        }
        for (const auto& [input, shape] : inputs) {
            for (const auto& [other, other_shape] : inputs) {
                if (input != other)
                    makeAs(input, other_shape);
            }
        }
        useEachDefault(id);
        for (const auto& [input, shape] : inputs) {
            add("Put a Flatten before it", [input = input](Network& network) {
                const Port output = network.links.at(input);
                const LayerId flatten = addLayer(network, "flatten");
                if (const auto linked = link(network, output, Port{flatten, "input"}); !linked)
                    return linked;
                return link(network, Port{flatten, "output"}, input);
            });
        }
    }

    /// What feeds the input gets the other's shape.
    void makeAs(const Port& input, const Shape& shape)
    {
        const LayerId from = m_network.links.at(input).layer;
        if (m_network.layers.at(from).type == "target" && shape.rank() > 0)
            add("Make the target " + shape.toString() + " values", [from, shape](Network& network) {
                if (const auto set = setAttribute(network, from, "kind", std::string("values")); !set)
                    return set;
                return setAttribute(network, from, "shape", shape);
            });
        if (m_network.layers.at(from).type == "target")
            add("Make the target a class",
                [from](Network& network) { return setAttribute(network, from, "kind", std::string("class")); });
        const auto dense = nearest("dense", input);
        if (dense && shape.rank() > 0) {
            const std::int64_t width = shape[shape.rank() - 1];
            m_found.push_back(attributeRemedy("Make " + quoted(m_network.layers.at(*dense).name) + " " +
                                                  std::to_string(width) + " wide",
                                              *dense, "out_features", width));
        }
    }

    void fitTies(LayerId id)
    {
        for (const auto& [slot, expected] : m_analysis.slots) {
            if (slot.layer != id)
                continue;
            const auto tie = m_network.ties.find(slot);
            if (tie == m_network.ties.end() || !m_network.parameters.contains(tie->second.parameter)) {
                add("Give it one of its own", [slot = slot](Network& network) {
                    const auto spec = findSlot(network, slot);
                    if (!spec)
                        return Result<void>(fail({}, "the slot is not there any more"));
                    tiePrivate(network, slot, *spec);
                    return Result<void>();
                });
                continue;
            }
            const auto readAs = [&](std::string title, View view) {
                add(std::move(title), [slot = slot, view = std::move(view)](Network& network) {
                    return changeView(network, slot, view);
                });
            };
            if (!tie->second.view.empty())
                readAs("Read it as it is", {});
            else
                readAs("Read it transposed", transposeView());
            addSteps(tie->second, expected, readAs);
            const Parameter& parameter = m_network.parameters.at(tie->second.parameter);
            if (parameter.shape)
                emptyShape(tie->second.parameter);
            if (parameter.shared)
                add("Untie it", [slot = slot](Network& network) {
                    untieSlot(network, slot);
                    return Result<void>();
                });
        }
    }

    template <typename ReadAs>
    void addSteps(const Tie& tie, const Shape& expected, ReadAs readAs)
    {
        const auto own = m_analysis.parameters.find(tie.parameter);
        if (own == m_analysis.parameters.end())
            return;
        const Result<Shape> seen = outputShape(tie.view, own->second.shape);
        if (!seen)
            return;
        for (const ViewType* const type : viewTypes()) {
            const auto attributes = type->fitting(*seen, expected);
            if (!attributes || type->repeats())
                continue;
            View view = tie.view;
            view.push_back({type->name(), *attributes});
            readAs("Add the step \"" + type->title() + "\"", std::move(view));
        }
    }

    const Network& m_network;
    const Analysis& m_analysis;
    Remedies m_found;
};

bool isSame(const Diagnostic& a, const Diagnostic& b)
{
    return a.code == b.code && a.layer == b.layer && a.parameter == b.parameter && a.repeat == b.repeat &&
           a.message == b.message;
}

} // namespace

Result<Network> remedied(const Network& network, const Remedy& remedy)
{
    const auto* const edit = std::get_if<Remedy::NetworkEdit>(&remedy.edit);
    if (edit == nullptr)
        return fail({}, "\"" + remedy.title + "\" is no edit of a network");
    Network changed = network;
    if (const auto done = (*edit)(changed); !done)
        return tl::unexpected(done.error());
    return changed;
}

Remedy attributeRemedy(std::string title, LayerId layer, std::string name, AttributeValue value)
{
    const auto set = [layer, name = std::move(name), value = std::move(value)](Network& network) -> Result<void> {
        if (!network.layers.contains(layer))
            return fail({}, "the layer is not there any more");
        return setAttribute(network, layer, name, value);
    };
    return {std::move(title), Remedy::NetworkEdit(set)};
}

void addRemedies(const Network& network, std::vector<Diagnostic>& diagnostics)
{
    constexpr std::size_t layers_tried = 10'000; // in all: about 10 ms
    constexpr std::size_t most_trials = 64;
    constexpr std::size_t most_diagnostics = 16;
    if (std::ranges::none_of(diagnostics, [](const Diagnostic& one) { return one.severity == Severity::Error; }))
        return;
    std::size_t trials = std::min(most_trials, layers_tried / (network.layers.size() + 1));
    const Analysis before = analyse(network);
    Candidates candidates(network, before);
    std::size_t looked_at = 0;
    for (Diagnostic& diagnostic : diagnostics) {
        if (diagnostic.severity != Severity::Error || diagnostic.remedy)
            continue;
        if (trials == 0 || ++looked_at > most_diagnostics)
            return;
        for (Remedy& remedy : candidates.of(diagnostic)) {
            if (trials == 0)
                return;
            --trials;
            const Result<Network> changed = remedied(network, remedy);
            if (!changed)
                continue;
            const Analysis after = analyse(*changed);
            const bool is_gone =
                std::ranges::none_of(after.diagnostics, [&](const Diagnostic& one) { return isSame(one, diagnostic); });
            if (!is_gone || (errorCount(after) >= errorCount(before) && diagnostic.code != "empty"))
                continue;
            diagnostic.remedy = std::move(remedy);
            break;
        }
    }
}

} // namespace ligature
