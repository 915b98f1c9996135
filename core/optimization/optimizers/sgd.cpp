// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimization/optimizers/typed_optimizer.h"

namespace ligature {

namespace {

/// torch.optim.SGD without dampening: b = momentum b + g, w -= rate b, where g has the decay added.
class Sgd final : public TypedOptimizer<Sgd> {
public:
    std::string name() const override { return "sgd"; }
    std::string title() const override { return "SGD"; }
    std::string help() const override
    {
        return "Stochastic gradient descent, with momentum (Polyak 1964) or Nesterov's momentum where it is set.";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {learningRateSpec(0.01),
                AttributeSpec{.name = "momentum",
                              .label = "Momentum",
                              .kind = AttributeKind::Real,
                              .default_value = 0.0,
                              .minimum = 0,
                              .maximum = 1,
                              .help = "How much of the last step's direction is kept; 0.9 is common."},
                AttributeSpec{.name = "nesterov",
                              .label = "Nesterov",
                              .kind = AttributeKind::Boolean,
                              .default_value = false,
                              .help = "Whether the gradient is taken a step ahead; only with momentum."},
                weightDecaySpec(0.0, "Adds this times the weight to its gradient.")};
    }
    std::vector<OptimizerVector> state(const Attributes& attributes, const Shape&) const override
    {
        if (attributes.get<double>("momentum") > 0)
            return {{"first", StateKind::Gradient}};
        return {};
    }

    struct Rule {
        double learning_rate;
        double weight_decay;
        double momentum;
        bool nesterov;
    };
    static Rule rule(const Attributes& attributes, double learning_rate, std::int64_t)
    {
        return {learning_rate, attributes.get<double>("weight_decay"), attributes.get<double>("momentum"),
                attributes.get<bool>("nesterov")};
    }

    template <typename T>
    static void update(const Rule& rule, const ParameterState<T>& parameter)
    {
        const T rate = static_cast<T>(rule.learning_rate * parameter.learning_rate_factor);
        const T decay = static_cast<T>(rule.weight_decay * parameter.weight_decay_factor);
        const T momentum = static_cast<T>(rule.momentum);
        for (std::size_t from = 0; from < parameter.values.size(); from += updateChunk) {
            auto w = chunkOf(parameter.values, from);
            const auto g = chunkOf(parameter.gradient, from);
            if (momentum == T(0)) {
                if (decay == T(0))
                    w -= rate * g;
                else
                    w -= rate * (g + decay * w);
                continue;
            }
            auto b = chunkOf(parameter.state[0], from);
            b = momentum * b + (g + decay * w);
            if (rule.nesterov)
                w -= rate * ((g + decay * w) + momentum * b);
            else
                w -= rate * b;
        }
    }
};

} // namespace

const OptimizerType& sgdOptimizer()
{
    static const Sgd type;
    return type;
}

} // namespace ligature
