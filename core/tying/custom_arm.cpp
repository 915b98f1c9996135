// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tying/custom_arm.h"

#include <algorithm>

#include "core/layers/layer_type.h"
#include "core/network/analysis.h"
#include "core/network/edits.h"
#include "core/network/repeat.h"
#include "core/tying/arm.h"
#include "core/tying/loss_inputs.h"
#include "core/tying/twin.h"

namespace ligature {

namespace {

constexpr std::string_view mendOfChange = "remove this arm, or mend its changes";

/// Makes a derived network do otherwise, change by change.
class Changing {
public:
    explicit Changing(const Network& drawn) : m_drawn(drawn), m_derived{drawn, {}}
    {
        for (const auto& [id, parameter] : drawn.parameters)
            m_derived.sources[id] = ValueSource{id};
    }

    Result<void> operator()(const UntieParameter& change)
    {
        if (auto known = checkParameter(change.parameter); !known)
            return known;
        untieParameter(m_derived, analyse(m_derived.network), change.parameter,
                       usesOf(m_derived.network, change.parameter));
        return {};
    }

    Result<void> operator()(const TieParameters& change)
    {
        if (auto known = checkParameter(change.kept); !known)
            return known;
        for (const ParameterId other : change.others) {
            if (auto tied = tieTo(change.kept, other); !tied)
                return tied;
        }
        return {};
    }

    Result<void> operator()(const SetLayerAttribute& change)
    {
        Network& network = m_derived.network;
        if (!network.layers.contains(change.layer))
            return fail({}, "a layer that it changes is there no longer", std::string(mendOfChange));
        const Analysis before = analyse(network);
        if (auto set = setAttribute(network, change.layer, change.attribute, change.value); !set)
            return set;
        // What the layer reads takes its new shape, and no values of the old one.
        for (auto tie = network.ties.lower_bound(Slot{change.layer, {}});
             tie != network.ties.end() && tie->first.layer == change.layer; ++tie)
            network.parameters.at(tie->second.parameter).shape.reset();
        const Analysis after = analyse(network);
        for (auto& [id, parameter] : network.parameters) {
            const auto was = before.parameters.find(id);
            const auto is = after.parameters.find(id);
            if (was != before.parameters.end() && is != after.parameters.end() && was->second.shape == is->second.shape)
                continue;
            m_derived.sources.erase(id);
            parameter.first_draw.reset();
        }
        std::erase_if(m_derived.sources, [&](const auto& entry) { return !network.parameters.contains(entry.first); });
        return {};
    }

    Result<DerivedNetwork> take()
    {
        const Analysis analysis = analyse(m_derived.network);
        for (const Diagnostic& diagnostic : analysis.diagnostics) {
            if (diagnostic.severity == Severity::Error)
                return fail({}, "what it changes does not fit together: " + diagnostic.message, diagnostic.mend);
        }
        if (lossInputs(m_derived.network, analysis) != lossInputs(m_drawn, analyse(m_drawn)))
            return fail({}, "it gives the losses another shape than the data have", "leave the last layer's width");
        return std::move(m_derived);
    }

private:
    [[nodiscard]] Result<void> checkParameter(ParameterId id) const
    {
        if (m_derived.network.parameters.contains(id))
            return {};
        return fail({}, "a parameter that it changes is there no longer", std::string(mendOfChange));
    }

    Result<void> tieTo(ParameterId kept, ParameterId other)
    {
        if (auto known = checkParameter(other); !known)
            return known;
        Network& network = m_derived.network;
        const Analysis analysis = analyse(network);
        const auto mine = analysis.parameters.find(kept);
        const auto its = analysis.parameters.find(other);
        Parameter& parameter = network.parameters.at(kept);
        const bool fits = kept != other && parameter.state == network.parameters.at(other).state &&
                          mine != analysis.parameters.end() && its != analysis.parameters.end() &&
                          mine->second.shape == its->second.shape;
        if (!fits) {
            return fail({},
                        "it ties \"" + parameterName(network, other) + "\" to \"" + parameterName(network, kept) +
                            "\", and they are not of one shape",
                        std::string(mendOfChange));
        }
        if (!parameter.shared) {
            parameter.name = parameterName(network, kept);
            parameter.shared = true;
        }
        for (const Slot& use : usesOf(network, other))
            network.ties.at(use).parameter = kept;
        network.parameters.erase(other);
        m_derived.sources.erase(other);
        return {};
    }

    const Network& m_drawn;
    DerivedNetwork m_derived;
};

/// Small letters, digits and dashes alone.
std::string wordOf(std::string_view wish)
{
    std::string word;
    for (const char c : wish) {
        const char small = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        const bool plain = (small >= 'a' && small <= 'z') || (small >= '0' && small <= '9');
        if (plain)
            word += small;
        else if (!word.empty() && word.back() != '-')
            word += '-';
    }
    while (!word.empty() && word.back() == '-')
        word.pop_back();
    return word.empty() ? "arm" : word;
}

} // namespace

Result<DerivedNetwork> makeCustomArm(const CustomArm& arm, const Network& drawn)
{
    Changing changing(drawn);
    for (const ArmChange& change : arm.changes) {
        if (auto changed = std::visit(changing, change); !changed)
            return tl::unexpected(changed.error());
    }
    return changing.take();
}

ArmId freeArmWord(const Network& network, std::string_view wish)
{
    constexpr std::size_t roomForNumber = 4;
    const std::string word = wordOf(wish).substr(0, ArmId::longest - roomForNumber);
    for (int number = 1;; ++number) {
        const ArmId id(number == 1 ? word : word + "-" + std::to_string(number));
        if (findArmType(id.text()) == nullptr && !network.arms.contains(toString(id)))
            return id;
    }
}

Result<ArmId> addArmThatUnties(Network& network, ParameterId parameter)
{
    if (!network.parameters.contains(parameter))
        return fail({}, "there is no such parameter", "choose a shared parameter");
    const Network expanded = expand(network).network;
    const std::string name = parameterName(network, parameter);
    if (!isTied(expanded, usesOf(expanded, parameter)))
        return fail(name, "it has one use, so there is nothing to untie", "choose a parameter with several uses");
    const ArmId word = freeArmWord(network, name + "-untied");
    network.arms[toString(word)] = CustomArm{name + " untied", {UntieParameter{parameter}}};
    return word;
}

} // namespace ligature
