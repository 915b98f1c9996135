// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "core/layers/layer_type.h"
#include "core/network/analysis.h"
#include "core/tying/arm.h"
#include "core/tying/loss_inputs.h"
#include "core/tying/twin.h"

namespace ligature {

namespace {

/// A layer's attribute that says how wide it is.
struct Width {
    LayerId layer;
    std::string attribute;
    std::int64_t value = 0;
};

std::vector<Width> widthsOf(const Network& network)
{
    std::vector<Width> widths;
    for (const auto& [id, layer] : network.layers) {
        const LayerType* const type = findLayerType(layer.type);
        if (type == nullptr)
            continue;
        const std::vector<AttributeSpec> specs = type->attributes();
        const Attributes attributes = withDefaults(specs, layer.attributes);
        for (const AttributeSpec& spec : specs) {
            if (spec.is_width)
                widths.push_back({id, spec.name, attributes.get<std::int64_t>(spec.name)});
        }
    }
    return widths;
}

std::int64_t parametersOf(const Network& network, const Analysis& analysis)
{
    std::int64_t count = 0;
    for (const auto& [id, parameter] : network.parameters) {
        const auto known = analysis.parameters.find(id);
        if (!parameter.state && known != analysis.parameters.end())
            count += known->second.shape.elementCount();
    }
    return count;
}

/// Finds how narrow a network has to be, and which of its layers can be narrower: those whose width neither the data
/// nor another layer's decides. Layers that go together (around a sum) are found by trying them together.
class Narrowing {
public:
    explicit Narrowing(Network network)
        : m_network(std::move(network)), m_analysis(analyse(m_network)), m_asked(lossInputs(m_network, m_analysis)),
          m_widths(widthsOf(m_network))
    {
        for (auto& [id, parameter] : m_network.parameters)
            parameter.shape.reset(); // It follows from its one use.
    }

    /// The widest network of at most so many parameters.
    Result<Network> toCount(std::int64_t most)
    {
        if (parametersOf(m_network, m_analysis) <= most)
            return m_network;
        chooseWidths();
        for (std::int64_t share = shares - 1; share > 0; --share) {
            if (!m_narrow.empty() && fits(share, most))
                return scaled(m_narrow, share);
        }
        return fail({}, "no width of its layers makes the untied network as small as the tied one",
                    "leave this arm out, or make a hidden layer wider");
    }

private:
    /// Widths are tried in steps of this part of what they are.
    static constexpr std::int64_t shares = 512;

    [[nodiscard]] Network scaled(const std::set<std::size_t>& chosen, std::int64_t share) const
    {
        Network network = m_network;
        for (const std::size_t i : chosen) {
            const Width& width = m_widths[i];
            network.layers.at(width.layer)
                .attributes.set(width.attribute, std::max<std::int64_t>(1, width.value * share / shares));
        }
        return network;
    }

    [[nodiscard]] bool works(const Network& network, const Analysis& analysis) const
    {
        return !analysis.hasErrors() && lossInputs(network, analysis) == m_asked;
    }

    [[nodiscard]] bool fits(std::int64_t share, std::int64_t most) const
    {
        const Network network = scaled(m_narrow, share);
        const Analysis analysis = analyse(network);
        return parametersOf(network, analysis) <= most && works(network, analysis);
    }

    [[nodiscard]] bool canNarrow(const std::set<std::size_t>& chosen) const
    {
        const Network network = scaled(chosen, shares / 2);
        return works(network, analyse(network));
    }

    void chooseWidths()
    {
        std::set<std::size_t> left;
        for (std::size_t i = 0; i < m_widths.size(); ++i) {
            if (m_widths[i].value > 1)
                left.insert(i);
        }
        std::set<std::size_t> all = m_narrow;
        all.insert(left.begin(), left.end());
        if (canNarrow(all)) {
            m_narrow = std::move(all);
            return;
        }
        const auto take = [&](const std::set<std::size_t>& more) {
            std::set<std::size_t> together = m_narrow;
            together.insert(more.begin(), more.end());
            if (!canNarrow(together))
                return;
            m_narrow = std::move(together);
            for (const std::size_t i : more)
                left.erase(i);
        };
        for (const std::size_t i : std::set(left))
            take({i});
        // Those of one width that only go together: a residual stream.
        for (const std::size_t i : std::set(left)) {
            if (!left.contains(i))
                continue;
            std::set<std::size_t> stream;
            for (const std::size_t other : left) {
                if (m_widths[other].value == m_widths[i].value)
                    stream.insert(other);
            }
            take(stream);
        }
    }

    Network m_network;
    Analysis m_analysis;
    std::vector<std::optional<Shape>> m_asked;
    std::vector<Width> m_widths;
    std::set<std::size_t> m_narrow; ///< the widths that are made smaller
};

class NarrowedArm final : public ArmType {
public:
    std::string name() const override { return "narrowed"; }
    std::string title() const override { return "Narrowed"; }
    std::string help() const override
    {
        return "The untied network with narrower hidden layers, so that it has at most as many parameters as the tied "
               "one, and a start of its own. It tells whether the tie is a better use of the same parameters.";
    }
    Result<DerivedNetwork> make(const Network& drawn) const override
    {
        DerivedNetwork twin = untie(drawn);
        Result<Network> narrow = Narrowing(std::move(twin.network)).toCount(parametersOf(drawn, analyse(drawn)));
        if (!narrow)
            return tl::unexpected(narrow.error());
        for (auto& [id, parameter] : narrow->parameters)
            parameter.first_draw.reset(); // It has the shape that it was drawn in no longer.
        return DerivedNetwork{std::move(*narrow)};
    }
};

} // namespace

const ArmType& narrowedArmType()
{
    static const NarrowedArm type;
    return type;
}

} // namespace ligature
