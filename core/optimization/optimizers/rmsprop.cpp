// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimization/optimizers/typed_optimizer.h"

namespace ligature {

namespace {

/// torch.optim.RMSprop: s = alpha s + (1 - alpha) g^2, w -= rate g / (sqrt(s) + eps), g having the decay added;
/// centred, s loses the square of the mean gradient; with momentum, w -= rate b with b = momentum b + g / (sqrt(s) +
/// eps).
class RmsProp final : public TypedOptimizer<RmsProp> {
public:
    std::string name() const override { return "rmsprop"; }
    std::string title() const override { return "RMSProp"; }
    std::string help() const override
    {
        return "Steps scaled to each weight by a running mean of its squared gradient (Tieleman and Hinton 2012).";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {learningRateSpec(0.01),
                AttributeSpec{.name = "alpha",
                              .label = "Alpha",
                              .kind = AttributeKind::Real,
                              .default_value = 0.99,
                              .minimum = 0,
                              .maximum = 0.999999,
                              .help = "How much of the mean squared gradient is kept from step to step."},
                epsilonSpec(1e-8),
                AttributeSpec{.name = "momentum",
                              .label = "Momentum",
                              .kind = AttributeKind::Real,
                              .default_value = 0.0,
                              .minimum = 0,
                              .maximum = 1,
                              .help = "How much of the last step's direction is kept."},
                AttributeSpec{.name = "centered",
                              .label = "Centred",
                              .kind = AttributeKind::Boolean,
                              .default_value = false,
                              .help = "Whether steps are scaled by the gradient's variance instead (Graves 2013)."},
                weightDecaySpec(0.0, "Adds this times the weight to its gradient.")};
    }
    std::vector<OptimizerVector> state(const Attributes& attributes, const Shape&) const override
    {
        std::vector<OptimizerVector> kept = {{"square", StateKind::SquaredGradient}};
        if (attributes.get<bool>("centered"))
            kept.push_back({"mean", StateKind::Gradient});
        if (attributes.get<double>("momentum") > 0)
            kept.push_back({"direction", StateKind::Gradient});
        return kept;
    }

    struct Rule {
        double learning_rate;
        double weight_decay;
        double alpha;
        double eps;
        double momentum;
        bool centered;
    };
    static Rule rule(const Attributes& attributes, double learning_rate, std::int64_t)
    {
        return {learning_rate,
                attributes.get<double>("weight_decay"),
                attributes.get<double>("alpha"),
                attributes.get<double>("eps"),
                attributes.get<double>("momentum"),
                attributes.get<bool>("centered")};
    }

    template <typename T>
    static void update(const Rule& rule, const ParameterState<T>& parameter)
    {
        const T rate = static_cast<T>(rule.learning_rate * parameter.learning_rate_factor);
        const T decay = static_cast<T>(rule.weight_decay * parameter.weight_decay_factor);
        const T alpha = static_cast<T>(rule.alpha);
        const T eps = static_cast<T>(rule.eps);
        const T momentum = static_cast<T>(rule.momentum);
        for (std::size_t from = 0; from < parameter.values.size(); from += updateChunk) {
            auto w = chunkOf(parameter.values, from);
            const auto g = chunkOf(parameter.gradient, from);
            auto s = chunkOf(parameter.state[0], from);
            const auto decayed = g + decay * w;
            s = alpha * s + (T(1) - alpha) * decayed.square();
            if (rule.centered) {
                auto mean = chunkOf(parameter.state[1], from);
                mean = alpha * mean + (T(1) - alpha) * decayed;
                // Rounding may leave less than nothing.
                move(w, decayed, (s - mean.square()).max(T(0)).sqrt() + eps, rate, momentum, parameter, from);
            } else {
                move(w, decayed, s.sqrt() + eps, rate, momentum, parameter, from);
            }
        }
    }

private:
    template <typename T, typename Direction, typename Scale>
    static void move(UpdateMap<T>& w, const Direction& direction, const Scale& scale, T rate, T momentum,
                     const ParameterState<T>& parameter, std::size_t from)
    {
        if (momentum == T(0)) {
            w -= rate * direction / scale;
            return;
        }
        auto b = chunkOf(parameter.state.back(), from);
        b = momentum * b + direction / scale;
        w -= rate * b;
    }
};

} // namespace

const OptimizerType& rmspropOptimizer()
{
    static const RmsProp type;
    return type;
}

} // namespace ligature
