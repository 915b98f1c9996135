// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <numbers>

#include "core/ops/maps.h"
#include "core/ops/ops.h"

namespace ligature {

namespace {

template <typename T>
class ActivationKernel final : public Kernel<T> {
public:
    ActivationKernel(Binding<T> binding, Activation function, double coefficient)
        : m_x(binding.inputs[0]), m_y(binding.output), m_function(function), m_coefficient(static_cast<T>(coefficient))
    {
    }

    void forward(const StepContext& context) override
    {
        const auto x = dataOf(m_x, context);
        auto y = dataOf(m_y, context);
        switch (m_function) {
        case Activation::ReLU: y = x.max(T(0)); break;
        case Activation::LeakyReLU: y = (x > T(0)).select(x, m_coefficient * x); break;
        case Activation::ELU:
            // The exponential of what is positive is not used, and must not overflow.
            y = (x > T(0)).select(x, m_coefficient * (x.min(T(0)).exp() - T(1)));
            break;
        case Activation::GELU: y = x.unaryExpr([](T v) { return v * normalDistribution(v); }); break;
        case Activation::GELUTanh: y = T(0.5) * x * (T(1) + (geluScale * (x + geluCubic * x.cube())).tanh()); break;
        case Activation::SiLU: y = x * x.logistic(); break;
        case Activation::Tanh: y = x.tanh(); break;
        case Activation::Sigmoid: y = x.logistic(); break;
        }
    }

    void backward(const StepContext& context) override
    {
        if (m_x.gradient == nullptr)
            return;
        const auto x = dataOf(m_x, context);
        const auto y = dataOf(m_y, context);
        const auto g = gradientOf(m_y, context);
        switch (m_function) {
        case Activation::ReLU: putGradient(m_x, context, (y > T(0)).select(g, T(0))); break;
        case Activation::LeakyReLU: putGradient(m_x, context, (x > T(0)).select(g, m_coefficient * g)); break;
        case Activation::ELU: putGradient(m_x, context, (x > T(0)).select(g, g * (y + m_coefficient))); break;
        case Activation::GELU:
            putGradient(m_x, context, g * x.unaryExpr([](T v) {
                return normalDistribution(v) + v * std::exp(T(-0.5) * v * v) * inverseRootOfTwoPi;
            }));
            break;
        case Activation::GELUTanh: {
            const auto t = (geluScale * (x + geluCubic * x.cube())).tanh();
            putGradient(m_x, context,
                        g * (T(0.5) * (T(1) + t) +
                             T(0.5) * x * (T(1) - t.square()) * geluScale * (T(1) + T(3) * geluCubic * x.square())));
            break;
        }
        case Activation::SiLU: putGradient(m_x, context, g * (x.logistic() * (T(1) + x - y))); break;
        case Activation::Tanh: putGradient(m_x, context, g * (T(1) - y.square())); break;
        case Activation::Sigmoid: putGradient(m_x, context, g * y * (T(1) - y)); break;
        }
    }

private:
    static T normalDistribution(T v) { return T(0.5) * std::erfc(-v * T(std::numbers::sqrt2 / 2)); }

    // sqrt(2 / pi) and the cubic term of the approximation by tanh (Hendrycks and Gimpel 2016).
    static constexpr T geluScale = T(0.7978845608028653558798921198687637);
    static constexpr T geluCubic = T(0.044715);
    static constexpr T inverseRootOfTwoPi = T(0.3989422804014326779399460599343819);

    Operand<T> m_x;
    Operand<T> m_y;
    Activation m_function;
    T m_coefficient;
};

class ActivationOp final : public TypedOp<ActivationOp> {
public:
    ActivationOp(Activation function, double coefficient) : m_function(function), m_coefficient(coefficient) {}
    std::string_view name() const override { return "activation"; }
    ValueSpec output(std::span<const ValueSpec> inputs) const override { return inputs[0]; }
    template <typename T>
    std::unique_ptr<Kernel<T>> makeKernel(Binding<T> binding) const
    {
        return std::make_unique<ActivationKernel<T>>(std::move(binding), m_function, m_coefficient);
    }

private:
    Activation m_function;
    double m_coefficient;
};

} // namespace

std::shared_ptr<const Op> activationOp(Activation function, double coefficient)
{
    return std::make_shared<ActivationOp>(function, coefficient);
}

} // namespace ligature
