// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimization/optimizers/adam_update.h"

namespace ligature {

namespace {

class Adam final : public TypedOptimizer<Adam> {
public:
    std::string name() const override { return "adam"; }
    std::string title() const override { return "Adam"; }
    std::string help() const override
    {
        return "Steps scaled to each weight by running means of its gradient and its square (Kingma and Ba 2015).";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return adamAttributes(0.0,
                              "Adds this times the weight to its gradient (AdamW's way is usually the better one).");
    }
    std::vector<OptimizerVector> state(const Attributes&, const Shape&) const override { return adamState(); }

    static AdamRule rule(const Attributes& attributes, double learning_rate, std::int64_t step)
    {
        return adamRule(attributes, learning_rate, step);
    }

    template <typename T>
    static void update(const AdamRule& rule, const ParameterState<T>& parameter)
    {
        adamUpdate(rule, parameter, AdamDecay::Gradient);
    }
};

} // namespace

const OptimizerType& adamOptimizer()
{
    static const Adam type;
    return type;
}

} // namespace ligature
