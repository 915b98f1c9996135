// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <limits>

#include "core/optimization/optimizers/matrix_order.h"
#include "core/optimization/optimizers/typed_optimizer.h"

namespace ligature {

namespace {

template <typename T>
double square(T value)
{
    return static_cast<double>(value) * static_cast<double>(value);
}

/// torch.optim.Adafactor (Shazeer and Stern 2018, algorithms 4 and 5, without a mean of gradients). With b =
/// step^beta2_decay and G the gradient, a matrix has R += b (mean of G^2 over columns - R), C the same over rows and V
/// = R C / mean(R); another parameter has V += b (G^2 - V). U = G / sqrt(max(V, eps1^2)), and the step is max(eps2,
/// rms(W)) min(rate, 1 / sqrt(step)) U / max(1, rms(U) / d). Of more than two axes, the last two are matrices.
class Adafactor final : public TypedOptimizer<Adafactor> {
public:
    std::string name() const override { return "adafactor"; }
    std::string title() const override { return "Adafactor"; }
    std::string help() const override
    {
        return "Steps scaled as Adam's, with the squares kept by row and by column only, and relative to the weights' "
               "size (Shazeer and Stern 2018): next to no memory beside large matrices.";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {learningRateSpec(0.01),
                AttributeSpec{.name = "beta2_decay",
                              .label = "Beta 2 decay",
                              .kind = AttributeKind::Real,
                              .default_value = -0.8,
                              .minimum = -1e3,
                              .maximum = 0,
                              .help = "A step's share in the mean squares is the step's number to this power."},
                AttributeSpec{.name = "eps1",
                              .label = "Epsilon 1",
                              .kind = AttributeKind::Real,
                              .default_value = 0.0,
                              .minimum = 0,
                              .maximum = 1,
                              .help = "Keeps the division from blowing up where gradients vanish; 0: what the next "
                                      "number after 1 is larger by."},
                AttributeSpec{.name = "eps2",
                              .label = "Epsilon 2",
                              .kind = AttributeKind::Real,
                              .default_value = 1e-3,
                              .minimum = 0,
                              .maximum = 1e6,
                              .help = "The least size of the weights that a step is relative to."},
                AttributeSpec{.name = "d",
                              .label = "Clipping",
                              .kind = AttributeKind::Real,
                              .default_value = 1.0,
                              .minimum = 1,
                              .maximum = 1e6,
                              .help = "The largest root mean square of a step, before the learning rate."},
                weightDecaySpec(0.0, "Takes this times the learning rate off each weight in every step, read or not.")};
    }
    std::vector<OptimizerVector> state(const Attributes&, const Shape& parameter) const override
    {
        if (parameter.rank() < 2)
            return {{"square", StateKind::SquaredGradient}};
        return {{"row_square", StateKind::RowSquares}, {"column_square", StateKind::ColumnSquares}};
    }

    struct Rule {
        double learning_rate;
        double weight_decay;
        double share; ///< of this step in the mean squares
        double largest_rate;
        double eps1;
        double eps2;
        double d;
    };
    static Rule rule(const Attributes& attributes, double learning_rate, std::int64_t step)
    {
        const auto count = static_cast<double>(step);
        return {learning_rate,
                attributes.get<double>("weight_decay"),
                std::pow(count, attributes.get<double>("beta2_decay")),
                1.0 / std::sqrt(count),
                attributes.get<double>("eps1"),
                attributes.get<double>("eps2"),
                attributes.get<double>("d")};
    }

    template <typename T>
    static void update(const Rule& rule, const ParameterState<T>& parameter)
    {
        const double rate = rule.learning_rate * parameter.learning_rate_factor;
        const double eps1 = rule.eps1 > 0 ? rule.eps1 : static_cast<double>(std::numeric_limits<T>::epsilon());
        const auto size = static_cast<double>(parameter.values.size());
        const bool factored = parameter.shape.rank() >= 2;
        const MatrixOrder order =
            factored ? orderOf(parameter) : MatrixOrder{1, parameter.values.size(), parameter.values.size(), 1};
        if (factored)
            addToFactors(rule, parameter, order);
        else
            addToSquares(rule, parameter);
        const double weights = sumOf(parameter, order, [&](std::size_t, std::size_t, std::size_t, std::size_t place) {
            return square(parameter.values[place]);
        });
        const Scale<T> scale(parameter, order, factored, eps1);
        const double steps =
            sumOf(parameter, order, [&](std::size_t matrix, std::size_t row, std::size_t column, std::size_t place) {
                return square(scale.step(matrix, row, column, place));
            });
        const double relative = std::max(rule.eps2, std::sqrt(weights / size)) * std::min(rate, rule.largest_rate);
        const T alpha = static_cast<T>(relative / std::max(1.0, std::sqrt(steps / size) / rule.d));
        const T kept = static_cast<T>(1.0 - rate * rule.weight_decay * parameter.weight_decay_factor);
        sumOf(parameter, order, [&](std::size_t matrix, std::size_t row, std::size_t column, std::size_t place) {
            T& w = parameter.values[place];
            w = kept * w - alpha * scale.step(matrix, row, column, place);
            return 0.0;
        });
    }

private:
    /// The step of each element before it is scaled as a whole.
    template <typename T>
    class Scale {
    public:
        Scale(const ParameterState<T>& parameter, const MatrixOrder& order, bool factored, double eps1)
            : m_parameter(parameter), m_order(order), m_factored(factored), m_eps1(eps1),
              m_smallest(static_cast<T>(eps1 * eps1))
        {
        }

        [[nodiscard]] T step(std::size_t matrix, std::size_t row, std::size_t column, std::size_t place) const
        {
            const T square = m_factored ? factors(matrix, row, column) : m_parameter.state[0][place];
            return m_parameter.gradient[place] / std::sqrt(std::max(square, m_smallest));
        }

    private:
        [[nodiscard]] T factors(std::size_t matrix, std::size_t row, std::size_t column) const
        {
            if (matrix != m_matrix) {
                double sum = 0;
                for (std::size_t i = 0; i < m_order.rows; ++i)
                    sum += static_cast<double>(m_parameter.state[0][matrix * m_order.rows + i]);
                m_mean = static_cast<T>(std::max(sum / static_cast<double>(m_order.rows), m_eps1));
                m_matrix = matrix;
            }
            return m_parameter.state[0][matrix * m_order.rows + row] *
                   m_parameter.state[1][matrix * m_order.columns + column] / m_mean;
        }

        const ParameterState<T>& m_parameter;
        const MatrixOrder& m_order;
        bool m_factored;
        double m_eps1;
        T m_smallest;
        mutable std::size_t m_matrix = std::numeric_limits<std::size_t>::max(); ///< that m_mean is of
        mutable T m_mean = 0;                                                   ///< of its rows' squares
    };

    /// The sum of `element(matrix, row, column, place in memory)` over all matrices, row by row.
    template <typename T, typename Element>
    static double sumOf(const ParameterState<T>& parameter, const MatrixOrder& order, Element element)
    {
        double sum = 0;
        for (std::size_t matrix = 0; matrix * order.size() < parameter.values.size(); ++matrix) {
            const std::size_t begin = matrix * order.size();
            sumRows(
                order,
                [&](std::size_t row, std::size_t column, std::size_t place) {
                    return static_cast<double>(element(matrix, row, column, begin + place));
                },
                [&](std::size_t, double of_row) { sum += of_row; });
        }
        return sum;
    }

    template <typename T>
    static void addToSquares(const Rule& rule, const ParameterState<T>& parameter)
    {
        const T share = static_cast<T>(rule.share);
        for (std::size_t from = 0; from < parameter.values.size(); from += updateChunk) {
            const auto g = chunkOf(parameter.gradient, from);
            auto v = chunkOf(parameter.state[0], from);
            v += share * (g.square() - v);
        }
    }

    template <typename T>
    static void addToFactors(const Rule& rule, const ParameterState<T>& parameter, const MatrixOrder& order)
    {
        for (std::size_t matrix = 0; matrix * order.size() < parameter.values.size(); ++matrix) {
            const T* const gradient = parameter.gradient.data() + matrix * order.size();
            const auto add = [&](const MatrixOrder& as, T* means) {
                sumRows(
                    as, [&](std::size_t, std::size_t, std::size_t place) { return square(gradient[place]); },
                    [&](std::size_t row, double sum) {
                        const double mean = sum / static_cast<double>(as.columns);
                        means[row] = static_cast<T>(static_cast<double>(means[row]) +
                                                    rule.share * (mean - static_cast<double>(means[row])));
                    });
            };
            add(order, parameter.state[0].data() + matrix * order.rows);
            add(order.transposed(), parameter.state[1].data() + matrix * order.columns);
        }
    }
};

} // namespace

const OptimizerType& adafactorOptimizer()
{
    static const Adafactor type;
    return type;
}

} // namespace ligature
