// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <functional>

#include <QTest>

#include "core/export/code/expression_text.h"
#include "core/layers/expression_layer.h"
#include "core/ops/expression.h"
#include "core/tensor/aligned_array.h"
#include "tests/support/test_program.h"

namespace test_expression {

using namespace ligature;

namespace {

struct Computed {
    std::vector<double> values;
    std::vector<double> slopes;
};

/// What the op makes of the numbers, with a derivative of the loss by each result that is 1.
Computed computed(const Expression& expression, const std::vector<double>& x)
{
    AlignedArray<double> in(x.size());
    AlignedArray<double> out(x.size());
    AlignedArray<double> out_gradient(x.size());
    AlignedArray<double> in_gradient(x.size());
    std::ranges::copy(x, in.data());
    std::ranges::fill(out_gradient.span(), 1.0);
    const ValueSpec spec{Shape{1}};
    Binding<double> binding;
    binding.inputs = {Operand<double>{spec, in.data(), in_gradient.data()}};
    binding.output = Operand<double>{spec, out.data(), out_gradient.data()};
    binding.max_batch = static_cast<std::int64_t>(x.size());
    const auto kernel = expressionOp(expression)->bind(std::move(binding));
    const StepContext context{.batch = static_cast<std::int64_t>(x.size())};
    kernel->forward(context);
    kernel->backward(context);
    return {{out.span().begin(), out.span().end()}, {in_gradient.span().begin(), in_gradient.span().end()}};
}

const Expression element = Expression::element();

struct Function {
    const char* name;
    Expression expression;
    std::function<double(double)> reference;
};

std::vector<Function> functions()
{
    return {{"a polynomial", element * element * element - 2.0 * element + 1.0,
             [](double v) { return v * v * v - 2 * v + 1; }},
            {"a quotient", (element - 1.0) / (element * element + 2.0), [](double v) { return (v - 1) / (v * v + 2); }},
            {"a negated absolute value", -abs(element), [](double v) { return -std::abs(v); }},
            {"an exponential", exp(-element), [](double v) { return std::exp(-v); }},
            {"a logarithm", log(element * element + 1.0), [](double v) { return std::log(v * v + 1); }},
            {"a logarithm near 1", log1p(1e-9 * exp(element)), [](double v) { return std::log1p(1e-9 * std::exp(v)); }},
            {"a root", sqrt(element * element + 0.5), [](double v) { return std::sqrt(v * v + 0.5); }},
            {"tanh of sigmoid", tanh(sigmoid(element)), [](double v) { return std::tanh(1 / (1 + std::exp(-v))); }},
            {"the larger of two", maximum(element * element, element + 1.1),
             [](double v) { return std::max(v * v, v + 1.1); }},
            {"the smaller of two", minimum(element, 0.35), [](double v) { return std::min(v, 0.35); }},
            {"a power", power(element * element + 0.5, -1.5), [](double v) { return std::pow(v * v + 0.5, -1.5); }},
            {"its sign times it", Expression::of(Expression::Kind::Sign, {element}) * element,
             [](double v) { return std::abs(v); }}};
}

/// Of a formula with an attribute, for the text alone.
class Formula final : public ExpressionLayer {
public:
    explicit Formula(Expression formula) : m_formula(std::move(formula)) {}
    std::string name() const override { return "my_formula"; }
    std::string title() const override { return {}; }
    LayerCategory category() const override { return LayerCategory::Activation; }
    std::string summary() const override { return {}; }
    std::string help() const override { return {}; }
    std::vector<AttributeSpec> attributes() const override
    {
        return {AttributeSpec{.name = "a", .kind = AttributeKind::Real, .default_value = 1.0}};
    }
    const Expression* formula() const override { return &m_formula; }

private:
    Expression m_formula;
};

} // namespace

class ExpressionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void computesWhatItSays_data()
    {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < functions().size(); ++i)
            QTest::newRow(functions()[i].name) << static_cast<int>(i);
    }
    void computesWhatItSays()
    {
        QFETCH(int, index);
        const Function function = functions()[static_cast<std::size_t>(index)];
        std::vector<double> numbers; // More than one block of them.
        for (int i = 0; i < 1300; ++i)
            numbers.push_back(-3.0 + 0.0049 * i);
        const Computed result = computed(function.expression, numbers);
        for (std::size_t i = 0; i < numbers.size(); ++i) {
            const double expected = function.reference(numbers[i]);
            QVERIFY(std::abs(result.values[i] - expected) <= 1e-14 * std::max(1.0, std::abs(expected)));
            constexpr double h = 1e-5;
            const double slope = (function.reference(numbers[i] + h) - function.reference(numbers[i] - h)) / (2 * h);
            if (std::abs(numbers[i]) > 2 * h) // |element| has none there.
                QVERIFY(std::abs(result.slopes[i] - slope) < 1e-8);
        }
    }

    void smallNumbersKeepTheirDigits()
    {
        const Computed result = computed(log1p(element), {1e-20, -1e-18});
        QCOMPARE(result.values, (std::vector<double>{1e-20, -1e-18}));
    }

    void anAbsoluteValueHasNoSlopeAtZero()
    {
        QCOMPARE(computed(abs(element), {0.0}).slopes.front(), 0.0);
        QCOMPARE(computed(0.5 * (element + abs(element)), {0.0}).slopes.front(), 0.5);
    }

    void whatDoesNotDependOnItHasNoDerivative()
    {
        const Expression zero = (Expression::named("a") * exp(Expression(2.0))).derivative();
        QCOMPARE(zero.kind(), Expression::Kind::Constant);
        QCOMPARE(zero.constant(), 0.0);
        QCOMPARE((3.0 * element).derivative().constant(), 3.0);
    }

    void parenthesesStandWhereTheyAreNeeded_data()
    {
        const Expression a = Expression::named("a");
        QTest::addColumn<QString>("text");
        const auto row = [](const char* text, const Expression& expression) {
            QTest::newRow(text) << QString::fromStdString(
                functionText(Formula(expression), {.function = "{expression}", .element = "x", .prefix = "m."}));
        };
        row("x - (1.0 - a)", element - (1.0 - a));
        row("x - 1.0 - a", element - 1.0 - a);
        row("(x + 1.0) * (a - x)", (element + 1.0) * (a - element));
        row("x / (a * x)", element / (a * element));
        row("x * a / x", element * a / element);
        row("x + a * x", element + a * element);
        row("x - (-a)", element - -a);
        row("-(x + a)", -(element + a));
        row("x * (-2.0)", element * Expression(-2.0));
        row("m.exp(-m.abs(x + a))", exp(-abs(element + a)));
        row("1e-09 * m.log1p(x)", 1e-9 * log1p(element));
    }
    void parenthesesStandWhereTheyAreNeeded()
    {
        QFETCH(QString, text);
        QCOMPARE(text, QString::fromLatin1(QTest::currentDataTag()));
    }

    void theFunctionHasTheLanguagesHead()
    {
        const ExpressionSpelling spelling = {
            .function = "{name}(in{parameters}) = {expression} ' {derivative}",
            .name = "{Type}Layer",
            .element = "x",
            .parameter = "real {}",
            .named = "R({})",
            .constant = "{}F",
            .operations = {{Expression::Kind::Sign, "s(({} > 0) - ({} < 0))"}},
            .needs = {"support/mapped"},
            .also_needs = {{Expression::Kind::Tanh, {"support/tanh"}}, {Expression::Kind::Exp, {"support/exp"}}}};
        QCOMPARE(
            functionText(Formula(exp(abs(element)) * Expression::named("a")), spelling),
            std::string("# needs: support/mapped, support/exp\n"
                        "myFormulaLayer(in, real a) = exp(abs(x)) * R(a) ' exp(abs(x)) * s((x > 0) - (x < 0)) * R(a)"));
    }
};

LIGATURE_GUILESS_TEST(ExpressionTest)

} // namespace test_expression

#include "test_expression.moc"
