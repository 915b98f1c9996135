// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <cmath>
#include <numeric>
#include <set>

#include "core/layers/layer_type.h"
#include "core/tensor/random_stream.h"
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

/// A parameter that starts as wide as an embedding does, and that an output layer reads as its logits' weight.
class OutputStart final : public LintRule {
public:
    std::string name() const override { return "output-start"; }

    void check(const LintContext& context, std::vector<Diagnostic>& found) const override
    {
        for (const auto& [id, uses] : context.uses) {
            const auto parameter = context.network.parameters.find(id);
            if (parameter == context.network.parameters.end() || uses.size() < 2)
                continue;
            for (const Slot& use : uses) {
                if (checkUse(context, id, use, found))
                    break;
            }
        }
    }

private:
    static constexpr double usual = 0.02;

    /// Of the parameter's first values, whatever draws them: of a sample of them.
    static double deviationOf(const LintContext& context, ParameterId id)
    {
        const Initializer& initializer = context.network.parameters.at(id).initializer;
        const InitializerType* const type = findInitializerType(initializer.type);
        const auto known = context.analysis.parameters.find(id);
        if (type == nullptr || known == context.analysis.parameters.end())
            return 0;
        const Attributes attributes = withDefaults(type->attributes(), initializer.attributes);
        if (type->name() == "normal")
            return attributes.get<double>("std");
        std::array<double, 1024> drawn{};
        RandomStream random(0, "deviation");
        type->fill(attributes, known->second.fans, random, drawn);
        double sum = 0;
        double squares = 0;
        for (const double value : drawn) {
            sum += value;
            squares += value * value;
        }
        const double mean = sum / drawn.size();
        return std::sqrt(std::max(0.0, squares / drawn.size() - mean * mean));
    }

    /// What the use's view multiplies by: the root mean square over its first places.
    static double coefficientOf(const View& view, const Shape& shape, std::int64_t count)
    {
        LinearRead places;
        places.index.resize(static_cast<std::size_t>(std::min<std::int64_t>(count, 1024)));
        std::iota(places.index.begin(), places.index.end(), 0);
        read(view, shape, places);
        if (places.coefficient.empty())
            return 1;
        double squares = 0;
        for (const double coefficient : places.coefficient)
            squares += coefficient * coefficient;
        return std::sqrt(squares / static_cast<double>(places.coefficient.size()));
    }

    /// What the loss starts at, and what is said of it; nothing where that is not too much. On features of unit size it
    /// is known from shapes; what the features are is measured where somebody can.
    static std::optional<std::string> tooLarge(const LintContext& context, LayerId loss, double on_unit_size,
                                               double guess)
    {
        constexpr double suspicious = 0.5; // nats: any output layer starts a little above an even guess.
        constexpr double clear = 1.5;
        if (on_unit_size < guess + suspicious)
            return std::nullopt;
        const std::optional<double> measured = context.start_loss ? context.start_loss(loss) : std::nullopt;
        if (measured) {
            if (*measured < guess + suspicious)
                return std::nullopt;
            return "the loss starts at about " + numbers::fixed(*measured, 2) + " (measured on made-up samples)";
        }
        if (on_unit_size < clear * guess)
            return std::nullopt;
        return "on features of unit size the loss starts at about " + shortNumber(on_unit_size);
    }

    bool checkUse(const LintContext& context, ParameterId id, const Slot& use, std::vector<Diagnostic>& found) const
    {
        const auto shape = context.analysis.slots.find(use);
        const auto whole = context.analysis.parameters.find(id);
        if (shape == context.analysis.slots.end() || shape->second.rank() != 2 || shape->second[0] < 2 ||
            whole == context.analysis.parameters.end())
            return false;
        const std::optional<LayerId> loss = crossEntropyOf(context.network, use.layer);
        if (!loss)
            return false;
        const View& view = context.network.ties.at(use).view;
        const double factor = coefficientOf(view, whole->second.shape, shape->second.elementCount());
        const double drawn = deviationOf(context, id);
        const auto classes = static_cast<double>(shape->second[0]);
        const double features = std::sqrt(static_cast<double>(shape->second[1]));
        const auto start =
            tooLarge(context, *loss, expectedLoss(drawn * factor * features, classes), std::log(classes));
        if (!start)
            return false;
        const bool is_normal = context.network.parameters.at(id).initializer.type == "normal";
        const std::string drawing =
            is_normal ? "as an embedding does (normal, deviation " + toString(AttributeValue(drawn)) + ")"
                      : "with a deviation of " + numbers::significant(drawn, 3, {}, numbers::Zeros::Drop);
        found.push_back({Severity::Warning, name(), use.layer, id,
                         "It reads \"" + parameterName(context.network, id) + "\", which starts " + drawing + ": " +
                             *start + " instead of ln " + std::to_string(shape->second[0]) + " = " +
                             shortNumber(std::log(classes)) + ".",
                         "Set its initializer's deviation to 0.02, and it starts at " +
                             shortNumber(expectedLoss(usual * factor * features, classes)) + "."});
        return true;
    }

    /// The loss that reads its scores, also by way of layers that leave them as they are.
    static std::optional<LayerId> crossEntropyOf(const Network& network, LayerId layer)
    {
        std::set<LayerId> seen = {layer};
        std::vector<LayerId> next = {layer};
        while (!next.empty()) {
            const LayerId from = next.back();
            next.pop_back();
            for (const auto& [input, output] : network.links) {
                if (output.layer != from)
                    continue;
                if (isCrossEntropyOf(network, input))
                    return input.layer;
                const LayerType* const reader = findLayerType(network.layers.at(input.layer).type);
                const bool keeps = reader != nullptr && (reader->category() == LayerCategory::Shape ||
                                                         reader->category() == LayerCategory::Regularization);
                if (keeps && seen.insert(input.layer).second)
                    next.push_back(input.layer);
            }
        }
        return std::nullopt;
    }

    static bool isCrossEntropyOf(const Network& network, const Port& input)
    {
        const LayerType* const reader = findLayerType(network.layers.at(input.layer).type);
        const std::optional<LossMeaning> loss = reader != nullptr ? reader->loss() : std::nullopt;
        if (!loss || loss->guess != LossMeaning::Guess::LogClasses)
            return false;
        const Attributes attributes = withDefaults(reader->attributes(), network.layers.at(input.layer).attributes);
        return reader->inputs(attributes).front().name == input.port;
    }
};

} // namespace

const LintRule& outputStartRule()
{
    static const OutputStart rule;
    return rule;
}

} // namespace ligature
