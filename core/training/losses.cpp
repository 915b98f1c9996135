// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/losses.h"

#include "core/layers/layer_type.h"

namespace ligature {

std::vector<LossDescription> lossesOf(const Network& network)
{
    std::vector<LossDescription> losses;
    for (const auto& [id, layer] : network.layers) {
        const LayerType* const type = findLayerType(layer.type);
        if (type == nullptr || type->category() != LayerCategory::Loss)
            continue;
        LossDescription loss{.name = layer.name, .metric = type->metricName()};
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

std::string metricName(const Network& network)
{
    const std::vector<LossDescription> losses = lossesOf(network);
    if (losses.empty() || losses.front().metric.empty())
        return {};
    return losses.front().metric + (losses.size() > 1 ? " of " + losses.front().name : "");
}

bool isShare(const std::string& metric_name)
{
    return metric_name.starts_with("accuracy");
}

} // namespace ligature
