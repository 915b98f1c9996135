// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimization/optimizers/adam_update.h"

namespace ligature {

namespace {

class AdamW final : public TypedOptimizer<AdamW> {
public:
    std::string name() const override { return "adamw"; }
    std::string title() const override { return "AdamW"; }
    std::string help() const override
    {
        return "Adam with the weight decay taken off the weight itself (Loshchilov and Hutter 2019).";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return adamAttributes(0.01, "Takes this times the learning rate off each weight in every step, read or not.");
    }
    std::vector<OptimizerVector> state(const Attributes&, const Shape&) const override { return adamState(); }

    static AdamRule rule(const Attributes& attributes, double learning_rate, std::int64_t step)
    {
        return adamRule(attributes, learning_rate, step);
    }

    template <typename T>
    static void update(const AdamRule& rule, const ParameterState<T>& parameter)
    {
        adamUpdate(rule, parameter, AdamDecay::Weight);
    }
};

} // namespace

const OptimizerType& adamwOptimizer()
{
    static const AdamW type;
    return type;
}

} // namespace ligature
