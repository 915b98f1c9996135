// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "core/layers/layer_type.h"
#include "core/text/number_text.h"
#include "core/tying/linter.h"

namespace ligature {

namespace {

/// The mean cross-entropy over V classes whose logits are independent normal numbers of that deviation: ln V + s²/2,
/// until the largest of them decides (s √(2 ln V); the random energy model, Derrida 1981).
double expectedLoss(double deviation, double classes)
{
    const double ln = std::log(classes);
    return deviation * deviation < 2 * ln ? ln + deviation * deviation / 2 : deviation * std::sqrt(2 * ln);
}

std::string shortNumber(double value)
{
    return numbers::fixed(value, value < 10 ? 2 : 0);
}

/// A parameter that starts as an embedding does, and that an output layer reads as its logits' weight.
class OutputStart final : public LintRule {
public:
    std::string name() const override { return "output-start"; }

    void check(const LintContext& context, std::vector<Diagnostic>& found) const override
    {
        for (const auto& [id, uses] : context.uses) {
            const auto parameter = context.network.parameters.find(id);
            if (parameter == context.network.parameters.end() || uses.size() < 2)
                continue;
            const InitializerType* const type = findInitializerType(parameter->second.initializer.type);
            if (type == nullptr || type->name() != "normal")
                continue;
            const Attributes attributes = withDefaults(type->attributes(), parameter->second.initializer.attributes);
            const auto drawn = attributes.get<double>("std");
            for (const Slot& use : uses) {
                if (checkUse(context, id, use, drawn, found))
                    break;
            }
        }
    }

private:
    static constexpr double usual = 0.02;

    bool checkUse(const LintContext& context, ParameterId id, const Slot& use, double deviation,
                  std::vector<Diagnostic>& found) const
    {
        const auto shape = context.analysis.slots.find(use);
        if (shape == context.analysis.slots.end() || shape->second.rank() != 2 ||
            !feedsCrossEntropy(context, use.layer))
            return false;
        const auto classes = static_cast<double>(shape->second[0]);
        const double features = std::sqrt(static_cast<double>(shape->second[1]));
        const double loss = expectedLoss(deviation * features, classes);
        if (classes < 2 || loss < 1.5 * std::log(classes))
            return false;
        found.push_back(
            {Severity::Warning, name(), use.layer, id,
             "It reads \"" + parameterName(context.network, id) +
                 "\", which starts as an embedding does (normal, deviation " + toString(AttributeValue(deviation)) +
                 "): on features of unit size the loss starts at about " + shortNumber(loss) + " instead of ln " +
                 std::to_string(shape->second[0]) + " = " + shortNumber(std::log(classes)) + ".",
             "Set its initializer's deviation to 0.02, and it starts at " +
                 shortNumber(expectedLoss(usual * features, classes)) + "."});
        return true;
    }

    static bool feedsCrossEntropy(const LintContext& context, LayerId layer)
    {
        for (const auto& [input, output] : context.network.links) {
            if (output.layer != layer)
                continue;
            const LayerType* const reader = findLayerType(context.network.layers.at(input.layer).type);
            const std::optional<LossMeaning> loss = reader != nullptr ? reader->loss() : std::nullopt;
            if (!loss || loss->guess != LossMeaning::Guess::LogClasses)
                continue;
            const Attributes attributes =
                withDefaults(reader->attributes(), context.network.layers.at(input.layer).attributes);
            if (reader->inputs(attributes).front().name == input.port)
                return true;
        }
        return false;
    }
};

} // namespace

const LintRule& outputStartRule()
{
    static const OutputStart rule;
    return rule;
}

} // namespace ligature
