// SPDX-License-Identifier: GPL-3.0-or-later
#include <set>

#include "core/tying/linter.h"

namespace ligature {

namespace {

/// Two layers of one type whose weights are one, read the same way, and whose biases are two.
class BiasUntied final : public LintRule {
public:
    std::string name() const override { return "bias-untied"; }

    void check(const LintContext& context, std::vector<Diagnostic>& found) const override
    {
        for (const auto& [id, uses] : context.uses) {
            std::vector<Diagnostic> own; // Of one parameter: a hint for each layer would bury all others.
            for (std::size_t i = 1; i < uses.size(); ++i) {
                if (context.network.parameters.contains(id) && sameReading(context.network, uses[0], uses[i]))
                    compareBiases(context, uses[0], uses[i], own);
            }
            if (own.size() > 1)
                found.push_back(together(context.network, id, uses[0], own));
            else
                found.insert(found.end(), own.begin(), own.end());
        }
    }

private:
    static bool sameReading(const Network& network, const Slot& a, const Slot& b)
    {
        return a.layer != b.layer && a.slot == b.slot && network.ties.at(a).view == network.ties.at(b).view &&
               network.layers.at(a.layer).type == network.layers.at(b.layer).type;
    }

    /// One finding for all that tell of one parameter.
    Diagnostic together(const Network& network, ParameterId id, const Slot& first,
                        const std::vector<Diagnostic>& own) const
    {
        std::set<LayerId> layers;
        for (const Diagnostic& one : own)
            layers.insert(*one.layer);
        Diagnostic all{Severity::Info,
                       name(),
                       {},
                       id,
                       std::to_string(layers.size()) + (layers.size() == 1 ? " layer reads" : " layers read") + " \"" +
                           parameterName(network, id) + "\" as \"" + network.layers.at(first.layer).name +
                           "\" does, and " +
                           (layers.size() == 1 ? "has biases of its own." : "each has a bias of its own."),
                       own.front().mend};
        for (const Diagnostic& one : own)
            all.details.push_back({*one.layer, one.message});
        return all;
    }

    void compareBiases(const LintContext& context, const Slot& a, const Slot& b, std::vector<Diagnostic>& found) const
    {
        const Network& network = context.network;
        const auto shape = context.analysis.slots.find(a);
        if (shape == context.analysis.slots.end() || shape->second.rank() < 2)
            return;
        for (auto tie = network.ties.lower_bound(Slot{b.layer, {}});
             tie != network.ties.end() && tie->first.layer == b.layer; ++tie) {
            const Slot& bias = tie->first;
            const auto other = network.ties.find(Slot{a.layer, bias.slot});
            const auto own_shape = context.analysis.slots.find(bias);
            if (other == network.ties.end() || other->second.parameter == tie->second.parameter ||
                own_shape == context.analysis.slots.end() || own_shape->second.rank() != 1)
                continue;
            const auto other_shape = context.analysis.slots.find(other->first);
            if (other_shape == context.analysis.slots.end() || other_shape->second != own_shape->second ||
                network.parameters.at(tie->second.parameter).state)
                continue;
            found.push_back({Severity::Info,
                             name(),
                             b.layer,
                             {},
                             "Its " + b.slot + " is that of \"" + network.layers.at(a.layer).name + "\", and its " +
                                 bias.slot + " is its own.",
                             "Tie the " + bias.slot +
                                 " too if the layer is meant to be used again; a tie of weights "
                                 "leaves biases alone."});
        }
    }
};

} // namespace

const LintRule& biasUntiedRule()
{
    static const BiasUntied rule;
    return rule;
}

} // namespace ligature
