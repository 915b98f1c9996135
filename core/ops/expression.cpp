// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/expression.h"

#include <cmath>
#include <stdexcept>

namespace ligature {

using Kind = Expression::Kind;

struct Expression::Node {
    Kind kind = Kind::Element;
    double constant = 0;
    std::string name = {};
    std::vector<Expression> operands = {};
};

namespace {

bool isConstant(const Expression& e, double value)
{
    return e.kind() == Kind::Constant && e.constant() == value;
}

/// Of an inner function, by the chain rule: the outer one's derivative at it.
Expression outerDerivative(const Expression& e)
{
    const Expression& u = e.operands().front();
    switch (e.kind()) {
    case Kind::Absolute: return Expression::of(Kind::Sign, {u});
    case Kind::Sign: return 0.0;
    case Kind::Exp: return e;
    case Kind::Log: return 1.0 / u;
    case Kind::Log1p: return 1.0 / (1.0 + u);
    case Kind::Sqrt: return 0.5 / e;
    case Kind::Tanh: return 1.0 - e * e;
    case Kind::Sigmoid: return e * (1.0 - e);
    default: throw std::logic_error("an expression of no derivative");
    }
}

} // namespace

Expression::Expression(double constant)
    : m_node(std::make_shared<Node>(Node{.kind = Kind::Constant, .constant = constant}))
{
}

Expression Expression::element()
{
    return Expression(std::make_shared<Node>(Node{.kind = Kind::Element}));
}

Expression Expression::named(std::string name)
{
    return Expression(std::make_shared<Node>(Node{.kind = Kind::Named, .constant = 0, .name = std::move(name)}));
}

Expression Expression::of(Kind kind, std::vector<Expression> operands)
{
    return Expression(
        std::make_shared<Node>(Node{.kind = kind, .constant = 0, .name = {}, .operands = std::move(operands)}));
}

Kind Expression::kind() const
{
    return m_node->kind;
}

double Expression::constant() const
{
    return m_node->constant;
}

const std::string& Expression::name() const
{
    return m_node->name;
}

std::span<const Expression> Expression::operands() const
{
    return m_node->operands;
}

Expression Expression::derivative() const
{
    switch (kind()) {
    case Kind::Element: return 1.0;
    case Kind::Constant:
    case Kind::Named: return 0.0;
    case Kind::Add: return operands()[0].derivative() + operands()[1].derivative();
    case Kind::Subtract: return operands()[0].derivative() - operands()[1].derivative();
    case Kind::Multiply: return operands()[0].derivative() * operands()[1] + operands()[0] * operands()[1].derivative();
    case Kind::Divide:
        return operands()[0].derivative() / operands()[1] - *this * (operands()[1].derivative() / operands()[1]);
    case Kind::Maximum:
    case Kind::Minimum: {
        const Expression first = operands()[0].derivative();
        const Expression second = operands()[1].derivative();
        const Expression half = 0.5 * of(Kind::Sign, {operands()[0] - operands()[1]}) * (first - second);
        const Expression mean = 0.5 * (first + second);
        return kind() == Kind::Maximum ? mean + half : mean - half;
    }
    case Kind::Power: return operands()[1] * power(operands()[0], operands()[1] - 1.0) * operands()[0].derivative();
    case Kind::Negate: return -operands()[0].derivative();
    default: return outerDerivative(*this) * operands()[0].derivative();
    }
}

Expression Expression::with(const std::function<double(const std::string&)>& valueOf) const
{
    if (kind() == Kind::Named)
        return valueOf(name());
    if (operands().empty())
        return *this;
    std::vector<Expression> filled;
    for (const Expression& operand : operands())
        filled.push_back(operand.with(valueOf));
    return of(kind(), std::move(filled));
}

std::int64_t Expression::operationCount() const
{
    std::int64_t count = operands().empty() ? 0 : 1;
    for (const Expression& operand : operands())
        count += operand.operationCount();
    return count;
}

// What a derivative's 0 and 1 do not change is left out.

Expression operator+(const Expression& a, const Expression& b)
{
    if (isConstant(a, 0))
        return b;
    return isConstant(b, 0) ? a : Expression::of(Kind::Add, {a, b});
}

Expression operator-(const Expression& a, const Expression& b)
{
    if (isConstant(b, 0))
        return a;
    return isConstant(a, 0) ? -b : Expression::of(Kind::Subtract, {a, b});
}

Expression operator*(const Expression& a, const Expression& b)
{
    if (isConstant(a, 0) || isConstant(b, 1))
        return a;
    return isConstant(b, 0) || isConstant(a, 1) ? b : Expression::of(Kind::Multiply, {a, b});
}

Expression operator/(const Expression& a, const Expression& b)
{
    return isConstant(a, 0) || isConstant(b, 1) ? a : Expression::of(Kind::Divide, {a, b});
}

Expression operator-(const Expression& a)
{
    if (a.kind() == Kind::Constant)
        return -a.constant();
    return a.kind() == Kind::Negate ? a.operands()[0] : Expression::of(Kind::Negate, {a});
}

Expression abs(const Expression& a)
{
    return Expression::of(Kind::Absolute, {a});
}

Expression exp(const Expression& a)
{
    return Expression::of(Kind::Exp, {a});
}

Expression log(const Expression& a)
{
    return Expression::of(Kind::Log, {a});
}

Expression log1p(const Expression& a)
{
    return Expression::of(Kind::Log1p, {a});
}

Expression sqrt(const Expression& a)
{
    return Expression::of(Kind::Sqrt, {a});
}

Expression tanh(const Expression& a)
{
    return Expression::of(Kind::Tanh, {a});
}

Expression sigmoid(const Expression& a)
{
    return Expression::of(Kind::Sigmoid, {a});
}

Expression maximum(const Expression& a, const Expression& b)
{
    return Expression::of(Kind::Maximum, {a, b});
}

Expression minimum(const Expression& a, const Expression& b)
{
    return Expression::of(Kind::Minimum, {a, b});
}

Expression power(const Expression& a, const Expression& exponent)
{
    return isConstant(exponent, 1) ? a : Expression::of(Kind::Power, {a, exponent});
}

} // namespace ligature
