// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/ops/op.h"

namespace ligature {

/// A function of one number, written down as data: what is applied to each element. The op that computes it and its
/// gradient, and its text in every language that code is exported to, follow from it. Immutable; a cheap copy.
class Expression {
public:
    enum class Kind {
        Element,  ///< x, the number that it is a function of
        Constant, ///< a number
        Named,    ///< a number that is known by name: a layer's attribute
        Add,
        Subtract,
        Multiply,
        Divide,
        Maximum, ///< the larger of two
        Minimum, ///< the smaller of two
        Power,   ///< the first to the power of the second, which is a number or has a name
        Negate,
        Absolute,
        Sign, ///< -1, 0 or 1
        Exp,
        Log,
        Log1p, ///< log(1 + x), exact near 0
        Sqrt,
        Tanh,
        Sigmoid
    };

    Expression(double constant); // NOLINT(google-explicit-constructor): "x + 1" is to be written so.
    [[nodiscard]] static Expression element();
    [[nodiscard]] static Expression named(std::string name);
    [[nodiscard]] static Expression of(Kind kind, std::vector<Expression> operands);

    [[nodiscard]] Kind kind() const;
    [[nodiscard]] double constant() const;         ///< of a Constant
    [[nodiscard]] const std::string& name() const; ///< of a Named
    [[nodiscard]] std::span<const Expression> operands() const;
    /// Whether both are one expression in memory; what is equal need not be.
    [[nodiscard]] bool isSame(const Expression& other) const { return m_node == other.m_node; }

    /// Its derivative by x. That of |x| at 0 is 0, as in PyTorch; where two are equal, their maximum's and minimum's is
    /// the mean of both.
    [[nodiscard]] Expression derivative() const;
    /// The same with its named numbers filled in.
    [[nodiscard]] Expression with(const std::function<double(const std::string&)>& valueOf) const;
    /// How many operations it takes.
    [[nodiscard]] std::int64_t operationCount() const;

private:
    struct Node;
    explicit Expression(std::shared_ptr<const Node> node) : m_node(std::move(node)) {}
    std::shared_ptr<const Node> m_node;
};

[[nodiscard]] Expression operator+(const Expression& a, const Expression& b);
[[nodiscard]] Expression operator-(const Expression& a, const Expression& b);
[[nodiscard]] Expression operator*(const Expression& a, const Expression& b);
[[nodiscard]] Expression operator/(const Expression& a, const Expression& b);
[[nodiscard]] Expression operator-(const Expression& a);
[[nodiscard]] Expression abs(const Expression& a);
[[nodiscard]] Expression exp(const Expression& a);
[[nodiscard]] Expression log(const Expression& a);
[[nodiscard]] Expression log1p(const Expression& a);
[[nodiscard]] Expression sqrt(const Expression& a);
[[nodiscard]] Expression tanh(const Expression& a);
[[nodiscard]] Expression sigmoid(const Expression& a);
[[nodiscard]] Expression maximum(const Expression& a, const Expression& b);
[[nodiscard]] Expression minimum(const Expression& a, const Expression& b);
[[nodiscard]] Expression power(const Expression& a, const Expression& exponent);

/// Applies it to each element.
/// @param expression without named numbers
[[nodiscard]] std::shared_ptr<const Op> expressionOp(const Expression& expression);

} // namespace ligature
