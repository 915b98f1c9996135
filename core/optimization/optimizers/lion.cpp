// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimization/optimizers/typed_optimizer.h"

namespace ligature {

namespace {

/// Chen et al. 2023 (arXiv 2302.06675), algorithm 2; torch.optim has none. c = beta1 m + (1 - beta1) g,
/// w -= rate (sign(c) + decay w), m = beta2 m + (1 - beta2) g.
class Lion final : public TypedOptimizer<Lion> {
public:
    std::string name() const override { return "lion"; }
    std::string title() const override { return "Lion"; }
    std::string help() const override
    {
        return "Steps of one size, by the sign of a mean gradient (Chen et al. 2023): a third to a tenth of AdamW's "
               "learning rate, and as much more weight decay.";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {learningRateSpec(0.0001),
                AttributeSpec{.name = "beta1",
                              .label = "Beta 1",
                              .kind = AttributeKind::Real,
                              .default_value = 0.9,
                              .minimum = 0,
                              .maximum = 0.999999,
                              .help = "How much the mean gradient weighs beside this step's in the step's sign."},
                AttributeSpec{.name = "beta2",
                              .label = "Beta 2",
                              .kind = AttributeKind::Real,
                              .default_value = 0.99,
                              .minimum = 0,
                              .maximum = 0.999999,
                              .help = "How much of the mean gradient is kept from step to step."},
                weightDecaySpec(0.0, "Takes this times the learning rate off each weight in every step, read or not.")};
    }
    std::vector<OptimizerVector> state(const Attributes&, const Shape&) const override
    {
        return {{"mean", StateKind::Gradient}};
    }

    struct Rule {
        double learning_rate;
        double weight_decay;
        double beta1;
        double beta2;
    };
    static Rule rule(const Attributes& attributes, double learning_rate, std::int64_t)
    {
        return {learning_rate, attributes.get<double>("weight_decay"), attributes.get<double>("beta1"),
                attributes.get<double>("beta2")};
    }

    template <typename T>
    static void update(const Rule& rule, const ParameterState<T>& parameter)
    {
        const double rate = rule.learning_rate * parameter.learning_rate_factor;
        const T kept = static_cast<T>(1.0 - rate * rule.weight_decay * parameter.weight_decay_factor);
        const T step_size = static_cast<T>(rate);
        const T b1 = static_cast<T>(rule.beta1);
        const T b2 = static_cast<T>(rule.beta2);
        for (std::size_t from = 0; from < parameter.values.size(); from += updateChunk) {
            auto w = chunkOf(parameter.values, from);
            const auto g = chunkOf(parameter.gradient, from);
            auto m = chunkOf(parameter.state[0], from);
            w = kept * w - step_size * (b1 * m + (T(1) - b1) * g).sign();
            m = b2 * m + (T(1) - b2) * g;
        }
    }
};

} // namespace

const OptimizerType& lionOptimizer()
{
    static const Lion type;
    return type;
}

} // namespace ligature
