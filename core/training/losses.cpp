// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/losses.h"

#include "core/layers/layer_type.h"

namespace ligature {

std::vector<LossDescription> lossesOf(const Network& network)
{
    std::vector<LossDescription> losses;
    for (const auto& [id, layer] : network.layers) {
        const LayerType* const type = findLayerType(layer.type);
        const std::optional<LossMeaning> meaning = type != nullptr ? type->loss() : std::nullopt;
        if (!meaning)
            continue;
        LossDescription loss{.name = layer.name, .metric = meaning->metric};
        // A file may hold anything for it, and what is wrong with a network is told elsewhere.
        const auto weight = layer.attributes.values().find(lossWeightSpec().name);
        if (weight != layer.attributes.values().end() && std::holds_alternative<double>(weight->second))
            loss.weight = std::get<double>(weight->second);
        losses.push_back(std::move(loss));
    }
    return losses;
}

std::vector<std::string> namesOfSeveralLosses(const Network& network)
{
    std::vector<std::string> names;
    for (const LossDescription& loss : lossesOf(network))
        names.push_back(loss.name);
    return names.size() > 1 ? names : std::vector<std::string>();
}

MetricSpec metricOf(const std::vector<LossDescription>& losses)
{
    if (losses.empty())
        return {};
    MetricSpec metric = losses.front().metric;
    if (losses.size() > 1 && !metric.name.empty())
        metric.name += " of " + losses.front().name;
    return metric;
}

std::string metricName(const Network& network)
{
    return metricOf(lossesOf(network)).name;
}

} // namespace ligature
