// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tying/account.h"

#include <limits>

#include "core/layers/layer_type.h"
#include "core/network/repeat.h"
#include "core/training/optimizer.h"
#include "core/tying/twin.h"

namespace ligature {

namespace {

constexpr std::int64_t bytesPerValue = 4;

std::int64_t saturatingProduct(std::int64_t a, std::int64_t b)
{
    std::int64_t product = 0;
    return __builtin_mul_overflow(a, b, &product) ? std::numeric_limits<std::int64_t>::max() : product;
}

void addSaturating(std::int64_t& sum, std::int64_t value)
{
    if (__builtin_add_overflow(sum, value, &sum))
        sum = std::numeric_limits<std::int64_t>::max();
}

int optimizerStates(const TrainingSettings& settings)
{
    const OptimizerType* const type = findOptimizerType(settings.optimizer);
    return type == nullptr ? 0 : type->stateCount(withDefaults(type->attributes(), settings.optimizer_attributes));
}

std::int64_t flopsPerSample(const Network& network, const Analysis& analysis)
{
    std::int64_t flops = 0;
    for (const LayerId id : analysis.order) {
        const Layer& layer = network.layers.at(id);
        const LayerType* const type = findLayerType(layer.type);
        if (type == nullptr)
            continue;
        const Attributes attributes = withDefaults(type->attributes(), layer.attributes);
        std::vector<Shape> inputs;
        bool known = true;
        for (const PortSpec& port : type->inputs(attributes)) {
            const auto shape = analysis.inputShape(network, Port{id, port.name});
            known = known && shape.has_value();
            inputs.push_back(shape.value_or(Shape{}));
        }
        if (!known)
            continue;
        if (const auto inference = type->infer(attributes, inputs))
            addSaturating(flops, inference->flops);
    }
    return flops;
}

void count(Counts& counts, std::int64_t values, bool trainable, int states)
{
    addSaturating(counts.parameters, values);
    addSaturating(counts.weight_bytes, saturatingProduct(values, bytesPerValue));
    if (!trainable)
        return;
    addSaturating(counts.trainable, values);
    addSaturating(counts.gradient_bytes, saturatingProduct(values, bytesPerValue));
    addSaturating(counts.optimizer_bytes, saturatingProduct(saturatingProduct(values, bytesPerValue), states));
}

} // namespace

Account accountOf(const Network& network, const TrainingSettings& settings)
{
    return accountOf(network, analyse(network), settings);
}

namespace {

/// Each pass of a repeat counts with its uses and its operations; a parameter that only later passes have counts with
/// the one that it repeats.
Account accountOfRepeats(const Network& network, const TrainingSettings& settings)
{
    const Expansion expansion = expand(network);
    Account account = accountOf(expansion.network, analyse(expansion.network), settings);
    std::map<ParameterId, ParameterAccount> entries;
    for (const ParameterAccount& part : account.parameters) {
        const auto origin = expansion.parameters.find(part.parameter);
        const ParameterId id = origin == expansion.parameters.end() ? part.parameter : origin->second;
        ParameterAccount& entry = entries.try_emplace(id, ParameterAccount{id}).first->second;
        addSaturating(entry.uses, part.uses);
        addSaturating(entry.tied, part.tied);
        addSaturating(entry.untied, part.untied);
    }
    account.parameters.clear();
    for (const auto& [id, entry] : entries)
        account.parameters.push_back(entry);
    return account;
}

} // namespace

Account accountOf(const Network& network, const Analysis& analysis, const TrainingSettings& settings)
{
    if (!network.repeats.empty())
        return accountOfRepeats(network, settings);

    const int states = optimizerStates(settings);
    Account account;
    std::map<ParameterId, std::vector<Slot>> uses;
    for (const auto& [slot, tie] : network.ties)
        uses[tie.parameter].push_back(slot);
    for (const auto& [id, parameter] : network.parameters) {
        const auto shape = analysis.parameters.find(id);
        ParameterAccount entry{id, static_cast<std::int64_t>(uses[id].size())};
        entry.tied = shape == analysis.parameters.end() ? 0 : shape->second.shape.elementCount();
        if (!isTied(network, uses[id])) {
            entry.untied = entry.tied;
        } else {
            for (const Slot& slot : uses[id]) {
                const auto seen = analysis.slots.find(slot);
                if (seen != analysis.slots.end())
                    addSaturating(entry.untied, seen->second.elementCount());
            }
        }
        if (parameter.state)
            continue;
        count(account.tied, entry.tied, parameter.trainable, states);
        count(account.untied, entry.untied, parameter.trainable, states);
        account.parameters.push_back(entry);
    }
    account.tied.flops_per_sample = flopsPerSample(network, analysis);
    account.untied.flops_per_sample = account.tied.flops_per_sample;
    return account;
}

} // namespace ligature
