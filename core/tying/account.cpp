// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tying/account.h"

#include <algorithm>
#include <limits>

#include "core/layers/layer_type.h"
#include "core/network/repeat.h"
#include "core/optimization/optimizer.h"
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

/// What an optimizer keeps for a storage.
class OptimizerBytes {
public:
    explicit OptimizerBytes(const TrainingSettings& settings) : m_type(findOptimizerType(settings.optimizer))
    {
        if (m_type != nullptr)
            m_attributes = withDefaults(m_type->attributes(), settings.optimizer_attributes);
    }

    [[nodiscard]] std::int64_t of(const Shape& storage) const
    {
        std::int64_t bytes = 0;
        if (m_type == nullptr)
            return bytes;
        for (const OptimizerVector& vector : m_type->state(m_attributes, storage)) {
            addSaturating(bytes, saturatingProduct(shapeOf(vector.kind, storage).elementCount(), bytesPerValue));
        }
        return bytes;
    }

private:
    const OptimizerType* m_type;
    Attributes m_attributes;
};

/// Of each layer whose inputs are known.
std::map<LayerId, std::int64_t> flopsByLayer(const Network& network, const Analysis& analysis)
{
    std::map<LayerId, std::int64_t> flops;
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
            flops[id] = inference->flops;
    }
    return flops;
}

/// How a parameter is trained.
struct Training {
    bool trainable = true;
    bool has_gradient = true;
    const OptimizerBytes& optimizer;
};

/// @param storages that the values are in
Counts countsOf(const std::vector<Shape>& storages, const Training& training)
{
    Counts counts;
    for (const Shape& storage : storages) {
        addSaturating(counts.parameters, storage.elementCount());
        if (training.has_gradient)
            addSaturating(counts.optimizer_bytes, training.optimizer.of(storage));
    }
    counts.weight_bytes = saturatingProduct(counts.parameters, bytesPerValue);
    counts.trainable = training.trainable ? counts.parameters : 0;
    counts.gradient_bytes = training.has_gradient ? counts.weight_bytes : 0;
    return counts;
}

void add(Counts& sum, const Counts& part)
{
    for (const auto figure : {&Counts::parameters, &Counts::trainable, &Counts::weight_bytes, &Counts::gradient_bytes,
                              &Counts::optimizer_bytes, &Counts::flops_per_sample})
        addSaturating(sum.*figure, part.*figure);
}

} // namespace

Account accountOf(const Network& network, const TrainingSettings& settings)
{
    return accountOf(network, analyse(network), settings);
}

namespace {

/// Later passes of a layer count with the first.
void addPass(std::vector<UseAccount>& reads, const UseAccount& pass, const Expansion& expansion)
{
    const auto first = expansion.layers.find(pass.slot.layer);
    const Slot slot{first == expansion.layers.end() ? pass.slot.layer : first->second, pass.slot.slot};
    const auto known = std::ranges::find(reads, slot, &UseAccount::slot);
    if (known == reads.end()) {
        reads.push_back({slot, pass.values, pass.flops_per_sample});
        return;
    }
    addSaturating(known->values, pass.values);
    addSaturating(known->flops_per_sample, pass.flops_per_sample);
}

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
        addSaturating(entry.weight_bytes, part.weight_bytes);
        addSaturating(entry.gradient_bytes, part.gradient_bytes);
        addSaturating(entry.optimizer_bytes, part.optimizer_bytes);
        for (const UseAccount& use : part.reads)
            addPass(entry.reads, use, expansion);
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

    const OptimizerBytes optimizer(settings);
    Account account;
    const std::map<LayerId, std::int64_t> flops = flopsByLayer(network, analysis);
    std::map<ParameterId, std::vector<UseAccount>> reads;
    std::map<ParameterId, std::vector<Shape>> copies; // that an own one for each of them would be
    for (const auto& [slot, tie] : network.ties) {
        const auto seen = analysis.slots.find(slot);
        const auto operations = flops.find(slot.layer);
        reads[tie.parameter].push_back({slot, seen == analysis.slots.end() ? 0 : seen->second.elementCount(),
                                        operations == flops.end() ? 0 : operations->second});
        if (seen != analysis.slots.end())
            copies[tie.parameter].push_back(seen->second);
    }
    for (const auto& [id, parameter] : network.parameters) {
        if (parameter.state)
            continue;
        const auto shape = analysis.parameters.find(id);
        ParameterAccount entry{.parameter = id, .reads = reads[id]};
        entry.uses = static_cast<std::int64_t>(entry.reads.size());
        entry.tied = shape == analysis.parameters.end() ? 0 : shape->second.shape.elementCount();
        std::vector<Slot> slots;
        std::ranges::transform(entry.reads, std::back_inserter(slots), &UseAccount::slot);
        if (!isTied(network, slots)) {
            entry.untied = entry.tied;
        } else {
            for (const UseAccount& use : entry.reads)
                addSaturating(entry.untied, use.values);
        }
        const Training training{parameter.trainable, parameter.trainable && entry.uses > 0, optimizer};
        const std::vector<Shape> storage =
            shape == analysis.parameters.end() ? std::vector<Shape>() : std::vector{shape->second.shape};
        const Counts own = countsOf(storage, training);
        entry.weight_bytes = own.weight_bytes;
        entry.gradient_bytes = own.gradient_bytes;
        entry.optimizer_bytes = own.optimizer_bytes;
        add(account.tied, own);
        add(account.untied, isTied(network, slots) ? countsOf(copies[id], training) : own);
        account.parameters.push_back(std::move(entry));
    }
    for (const auto& [layer, operations] : flops)
        addSaturating(account.tied.flops_per_sample, operations);
    account.untied.flops_per_sample = account.tied.flops_per_sample;
    return account;
}

} // namespace ligature
