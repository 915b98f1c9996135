// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimization/optimizers/adam_update.h"
#include "core/optimization/optimizers/matrix_order.h"
#include "core/optimization/optimizers/orthogonalize.h"

namespace ligature {

namespace {

/// torch.optim.Muon (PyTorch 2.9; Jordan et al. 2024, Liu et al. 2025) for matrices, computed in the weights' own
/// precision where PyTorch rounds to bfloat16: m += (1 - momentum)(g - m), u = m, or with Nesterov's momentum
/// g + momentum (m - g); w = (1 - rate decay) w - rate f orthogonalize(u), f = sqrt(max(1, rows / columns)) or
/// 0.2 sqrt(max(rows, columns)). PyTorch's takes nothing but matrices; other parameters (vectors, kernels of
/// convolutions) are stepped by torch.optim.AdamW of the same rate and decay with its usual betas and eps.
class Muon final : public TypedOptimizer<Muon> {
public:
    std::string name() const override { return "muon"; }
    std::string title() const override { return "Muon"; }
    std::string help() const override
    {
        return "Turns a matrix's momentum into the nearest orthogonal matrix and steps by that (Jordan et al. 2024); "
               "parameters that are no matrices are stepped as AdamW does.";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {learningRateSpec(0.001),
                AttributeSpec{.name = "momentum",
                              .label = "Momentum",
                              .kind = AttributeKind::Real,
                              .default_value = 0.95,
                              .minimum = 0,
                              .maximum = 0.999999,
                              .help = "How much of the mean gradient is kept from step to step."},
                AttributeSpec{.name = "nesterov",
                              .label = "Nesterov",
                              .kind = AttributeKind::Boolean,
                              .default_value = true,
                              .help = "Whether the gradient is taken a step ahead."},
                AttributeSpec{.name = "ns_steps",
                              .label = "Newton-Schulz steps",
                              .kind = AttributeKind::Integer,
                              .default_value = std::int64_t{5},
                              .minimum = 1,
                              .maximum = 99,
                              .help = "How often the iteration towards an orthogonal matrix is done."},
                epsilonSpec(1e-7),
                AttributeSpec{.name = "adjust_lr_fn",
                              .label = "Rate adjusted",
                              .kind = AttributeKind::Choice,
                              .default_value = std::string("original"),
                              .help = "How a step grows with the matrix.",
                              .choices = {{"original", "By its rows over its columns"},
                                          {"match_rms_adamw", "To the size of AdamW's steps"}}},
                weightDecaySpec(0.1, "Takes this times the learning rate off each weight in every step, read or not.")};
    }
    std::vector<OptimizerVector> state(const Attributes&, const Shape& parameter) const override
    {
        if (parameter.rank() == 2)
            return {{"momentum", StateKind::Gradient}};
        return adamState();
    }
    std::int64_t scratchSize(const Attributes&, const Shape& parameter) const override
    {
        if (parameter.rank() != 2)
            return 0;
        return orthogonalizeScratch(std::min(parameter[0], parameter[1]), std::max(parameter[0], parameter[1]));
    }

    struct Rule {
        AdamRule others;
        double momentum;
        bool nesterov;
        std::int64_t steps;
        double eps;
        bool matches_adamw;
    };
    static Rule rule(const Attributes& attributes, double learning_rate, std::int64_t step)
    {
        const auto count = static_cast<double>(step);
        const AdamRule others = {learning_rate,
                                 attributes.get<double>("weight_decay"),
                                 0.9,
                                 0.999,
                                 1e-8,
                                 1.0 - std::pow(0.9, count),
                                 1.0 - std::pow(0.999, count)};
        return {others,
                attributes.get<double>("momentum"),
                attributes.get<bool>("nesterov"),
                attributes.get<std::int64_t>("ns_steps"),
                attributes.get<double>("eps"),
                attributes.get<std::string>("adjust_lr_fn") == "match_rms_adamw"};
    }

    template <typename T>
    static void update(const Rule& rule, const ParameterState<T>& parameter)
    {
        if (parameter.shape.rank() != 2)
            return adamUpdate(rule.others, parameter, AdamDecay::Weight);
        const double rate = rule.others.learning_rate * parameter.learning_rate_factor;
        const T kept = static_cast<T>(1.0 - rate * rule.others.weight_decay * parameter.weight_decay_factor);
        const T momentum = static_cast<T>(rule.momentum);
        for (std::size_t from = 0; from < parameter.values.size(); from += updateChunk) {
            const auto g = chunkOf(parameter.gradient, from);
            auto m = chunkOf(parameter.state[0], from);
            m += (T(1) - momentum) * (g - m);
        }
        // Lying, and row by row in the scratch memory whatever the order of the weights: one matrix has one result.
        const MatrixOrder order = orderOf(parameter);
        const bool stands = order.rows > order.columns;
        const MatrixOrder lying = stands ? order.transposed() : order;
        const std::span<T> scratch = parameter.scratch;
        forEach(lying, [&](std::size_t i, std::size_t place) {
            const T g = parameter.gradient[place];
            const T m = parameter.state[0][place];
            scratch[i] = rule.nesterov ? g + momentum * (m - g) : m;
        });
        orthogonalize(static_cast<std::int64_t>(lying.rows), static_cast<std::int64_t>(lying.columns), rule.steps,
                      rule.eps, scratch);
        const auto rows = static_cast<double>(order.rows);
        const auto columns = static_cast<double>(order.columns);
        const double factor =
            rule.matches_adamw ? 0.2 * std::sqrt(std::max(rows, columns)) : std::sqrt(std::max(1.0, rows / columns));
        const T step_size = static_cast<T>(rate * factor);
        forEach(lying, [&](std::size_t i, std::size_t place) {
            T& w = parameter.values[place];
            w = kept * w - step_size * scratch[i];
        });
    }

private:
    /// Calls `f(number, place in memory)` for each element, counted row by row.
    template <typename F>
    static void forEach(const MatrixOrder& order, F f)
    {
        std::size_t i = 0;
        for (std::size_t row = 0; row < order.rows; ++row) {
            for (std::size_t column = 0; column < order.columns; ++column)
                f(i++, order.at(row, column));
        }
    }
};

} // namespace

const OptimizerType& muonOptimizer()
{
    static const Muon type;
    return type;
}

} // namespace ligature
