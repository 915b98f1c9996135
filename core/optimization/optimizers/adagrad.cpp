// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimization/optimizers/typed_optimizer.h"

namespace ligature {

namespace {

/// torch.optim.Adagrad: s += g^2, w -= rate / (1 + (step - 1) lr_decay) g / (sqrt(s) + eps), g having the decay added.
class Adagrad final : public TypedOptimizer<Adagrad> {
public:
    std::string name() const override { return "adagrad"; }
    std::string title() const override { return "Adagrad"; }
    std::string help() const override
    {
        return "Steps scaled to each weight by the sum of its squared gradients so far, for rare features (Duchi, "
               "Hazan "
               "and Singer 2011).";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {learningRateSpec(0.01),
                AttributeSpec{.name = "lr_decay",
                              .label = "Rate decay",
                              .kind = AttributeKind::Real,
                              .default_value = 0.0,
                              .minimum = 0,
                              .maximum = 1e6,
                              .help = "The learning rate is divided by 1 and this times the steps before."},
                AttributeSpec{.name = "initial_accumulator_value",
                              .label = "Sum begins at",
                              .kind = AttributeKind::Real,
                              .default_value = 0.0,
                              .minimum = 0,
                              .maximum = 1e12,
                              .help = "What the sum of the squared gradients begins at."},
                epsilonSpec(1e-10), weightDecaySpec(0.0, "Adds this times the weight to its gradient.")};
    }
    std::vector<OptimizerVector> state(const Attributes&, const Shape&) const override
    {
        return {{"sum", StateKind::SquaredGradient}};
    }

    struct Rule {
        double learning_rate;
        double weight_decay;
        double first_sum; ///< not in the state, which begins at 0
        double eps;
    };
    static Rule rule(const Attributes& attributes, double learning_rate, std::int64_t step)
    {
        const double slower = 1.0 + static_cast<double>(step - 1) * attributes.get<double>("lr_decay");
        return {learning_rate / slower, attributes.get<double>("weight_decay"),
                attributes.get<double>("initial_accumulator_value"), attributes.get<double>("eps")};
    }

    template <typename T>
    static void update(const Rule& rule, const ParameterState<T>& parameter)
    {
        const T rate = static_cast<T>(rule.learning_rate * parameter.learning_rate_factor);
        const T decay = static_cast<T>(rule.weight_decay * parameter.weight_decay_factor);
        const T first_sum = static_cast<T>(rule.first_sum);
        const T eps = static_cast<T>(rule.eps);
        for (std::size_t from = 0; from < parameter.values.size(); from += updateChunk) {
            auto w = chunkOf(parameter.values, from);
            const auto g = chunkOf(parameter.gradient, from);
            auto s = chunkOf(parameter.state[0], from);
            s += (g + decay * w).square();
            w -= rate * (g + decay * w) / ((s + first_sum).sqrt() + eps);
        }
    }
};

} // namespace

const OptimizerType& adagradOptimizer()
{
    static const Adagrad type;
    return type;
}

} // namespace ligature
