// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "core/ops/expression.h"
#include "core/ops/maps.h"
#include "core/tensor/aligned_array.h"

namespace ligature {

namespace {

using Kind = Expression::Kind;

/// Elements that are computed together: few enough to stay in the cache from one operation to the next.
constexpr Eigen::Index blockSize = 512;

/// An expression as a machine with a stack runs it: operands first.
struct Instruction {
    Kind kind = Kind::Element;
    double constant = 0;
};

void appendTo(std::vector<Instruction>& code, const Expression& expression)
{
    for (const Expression& operand : expression.operands())
        appendTo(code, operand);
    if (expression.kind() == Kind::Named)
        throw std::logic_error("the number " + expression.name() + " of an expression is not filled in");
    code.push_back({expression.kind(), expression.kind() == Kind::Constant ? expression.constant() : 0});
}

std::size_t stackDepth(const Expression& expression)
{
    std::size_t deepest = 1;
    for (std::size_t i = 0; i < expression.operands().size(); ++i)
        deepest = std::max(deepest, i + stackDepth(expression.operands()[i]));
    return deepest;
}

/// Computes an expression a block at a time. Allocates when it is made, not when it runs.
template <typename T>
class ExpressionMachine {
public:
    explicit ExpressionMachine(const Expression& expression)
        : m_stack(stackDepth(expression) * static_cast<std::size_t>(blockSize))
    {
        appendTo(m_code, expression);
    }

    /// The values for at most blockSize elements; valid until the next call.
    ConstRowMap<T> run(const T* x, Eigen::Index count)
    {
        Eigen::Index height = 0;
        for (const Instruction& instruction : m_code) {
            if (instruction.kind == Kind::Element)
                level(height++, count) = ConstRowMap<T>(x, count);
            else if (instruction.kind == Kind::Constant)
                level(height++, count).setConstant(static_cast<T>(instruction.constant));
            else if (instruction.kind <= Kind::Power)
                combine(instruction.kind, level(height - 2, count), level(height - 1, count)), --height;
            else
                apply(instruction.kind, level(height - 1, count));
        }
        return ConstRowMap<T>(m_stack.data(), count);
    }

private:
    RowMap<T> level(Eigen::Index height, Eigen::Index count)
    {
        return RowMap<T>(m_stack.data() + height * blockSize, count);
    }

    static void combine(Kind kind, RowMap<T> a, const RowMap<T>& b)
    {
        switch (kind) {
        case Kind::Add: a += b; break;
        case Kind::Subtract: a -= b; break;
        case Kind::Multiply: a *= b; break;
        case Kind::Maximum: a = a.max(b); break;
        case Kind::Minimum: a = a.min(b); break;
        case Kind::Power:
            for (Eigen::Index i = 0; i < a.size(); ++i)
                a[i] = std::pow(a[i], b[i]);
            break;
        default: a /= b; break;
        }
    }

    static void apply(Kind kind, RowMap<T> a)
    {
        switch (kind) {
        case Kind::Negate: a = -a; break;
        case Kind::Absolute: a = a.abs(); break;
        case Kind::Sign: a = a.sign(); break;
        case Kind::Exp: a = a.exp(); break;
        case Kind::Log: a = a.log(); break;
        case Kind::Log1p: a = a.log1p(); break;
        case Kind::Sqrt: a = a.sqrt(); break;
        case Kind::Tanh: a = a.tanh(); break;
        case Kind::Sigmoid: a = a.logistic(); break;
        default: throw std::logic_error("an instruction that there is not");
        }
    }

    std::vector<Instruction> m_code;
    AlignedArray<T> m_stack;
};

template <typename T>
class ExpressionKernel final : public Kernel<T> {
public:
    ExpressionKernel(Binding<T> binding, const Expression& expression, const Expression& derivative)
        : m_x(binding.inputs[0]), m_y(binding.output), m_value(expression), m_slope(derivative)
    {
    }

    void forward(const StepContext& context) override
    {
        const Eigen::Index count = liveElements(m_x, context);
        for (Eigen::Index begin = 0; begin < count; begin += blockSize) {
            const Eigen::Index size = std::min(blockSize, count - begin);
            RowMap<T>(m_y.data + begin, size) = m_value.run(m_x.data + begin, size);
        }
    }

    void backward(const StepContext& context) override
    {
        if (m_x.gradient == nullptr)
            return;
        const Eigen::Index count = liveElements(m_x, context);
        for (Eigen::Index begin = 0; begin < count; begin += blockSize) {
            const Eigen::Index size = std::min(blockSize, count - begin);
            const auto slope = m_slope.run(m_x.data + begin, size);
            const ConstRowMap<T> given(m_y.gradient + begin, size);
            RowMap<T> gradient(m_x.gradient + begin, size);
            if (m_x.accumulate)
                gradient += given * slope;
            else
                gradient = given * slope;
        }
    }

private:
    Operand<T> m_x;
    Operand<T> m_y;
    ExpressionMachine<T> m_value;
    ExpressionMachine<T> m_slope;
};

class ExpressionOp final : public TypedOp<ExpressionOp> {
public:
    explicit ExpressionOp(const Expression& expression)
        : m_expression(expression), m_derivative(expression.derivative())
    {
    }
    std::string_view name() const override { return "expression"; }
    ValueSpec output(std::span<const ValueSpec> inputs) const override { return inputs[0]; }
    std::int64_t scratchElements(std::span<const ValueSpec>, std::int64_t) const override
    {
        return static_cast<std::int64_t>(stackDepth(m_expression) + stackDepth(m_derivative)) * blockSize;
    }
    template <typename T>
    std::unique_ptr<Kernel<T>> makeKernel(Binding<T> binding) const
    {
        return std::make_unique<ExpressionKernel<T>>(std::move(binding), m_expression, m_derivative);
    }

private:
    Expression m_expression;
    Expression m_derivative;
};

} // namespace

std::shared_ptr<const Op> expressionOp(const Expression& expression)
{
    return std::make_shared<ExpressionOp>(expression);
}

} // namespace ligature
