// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <numeric>

#include <QTest>

#include "core/ops/ops.h"
#include "core/ops/product.h"
#include "core/tensor/random_stream.h"
#include "tests/support/test_program.h"

namespace test_convolution {

using namespace ligature;

// Numbers in the names are those of the test cases in the field's list of what a tie means.

namespace {

using Values = std::vector<double>;

Values drawn(const Shape& shape, const char* stream)
{
    RandomStream random(5, stream);
    Values values(static_cast<std::size_t>(shape.elementCount()));
    std::ranges::generate(values, [&] { return random.normal(); });
    return values;
}

/// An op over memory of its own: input, weight and output, with the gradients of all.
class Bound {
public:
    Bound(const std::shared_ptr<const Op>& op, const Shape& x, const Shape& weight, std::int64_t batch)
        : m_context{batch, true, 0}
    {
        const std::vector<ValueSpec> specs = {{x, true}, {weight, false}};
        m_output = op->output(specs);
        Binding<double> binding;
        binding.inputs = {operand(specs[0], batch), operand(specs[1], batch)};
        binding.output = operand(m_output, batch);
        binding.max_batch = batch;
        binding.workspace = std::make_shared<ProductWorkspace<double>>();
        m_kernel = op->bind(std::move(binding));
    }

    Values forward(const Values& x, const Values& weight)
    {
        std::ranges::copy(x, m_memory[0].data());
        std::ranges::copy(weight, m_memory[2].data());
        m_kernel->forward(m_context);
        return valuesOf(4);
    }
    void backward(const Values& gradient)
    {
        std::ranges::copy(gradient, m_memory[5].data());
        m_kernel->backward(m_context);
    }
    [[nodiscard]] const Shape& output() const { return m_output.shape; }
    [[nodiscard]] Values inputGradient() const { return valuesOf(1); }
    [[nodiscard]] Values weightGradient() const { return valuesOf(3); }

private:
    Operand<double> operand(const ValueSpec& spec, std::int64_t batch)
    {
        const auto size = static_cast<std::size_t>(spec.shape.elementCount() * (spec.batched ? batch : 1));
        m_memory.emplace_back(size);
        double* const data = m_memory.back().data();
        m_memory.emplace_back(size);
        return {.spec = spec, .data = data, .gradient = m_memory.back().data()};
    }
    [[nodiscard]] Values valuesOf(std::size_t index) const
    {
        return {m_memory[index].span().begin(), m_memory[index].span().end()};
    }

    std::vector<AlignedArray<double>> m_memory; ///< data and gradient of input, weight and output, in turn
    ValueSpec m_output;
    StepContext m_context;
    std::unique_ptr<Kernel<double>> m_kernel;
};

/// The patches of an image (C, H, W) as the columns of a matrix (C * kernel, positions), written as the definition has
/// it: torch.nn.functional.unfold.
Values unfold(const double* image, const Shape& shape, const Window& window, Size2 positions)
{
    Values patches;
    for (std::int64_t channel = 0; channel < shape[0]; ++channel) {
        for (std::int64_t i = 0; i < window.kernel.height; ++i) {
            for (std::int64_t j = 0; j < window.kernel.width; ++j) {
                for (std::int64_t p = 0; p < positions.height * positions.width; ++p) {
                    const std::int64_t row =
                        p / positions.width * window.stride.height - window.padding.height + i * window.dilation.height;
                    const std::int64_t column =
                        p % positions.width * window.stride.width - window.padding.width + j * window.dilation.width;
                    const bool inside = row >= 0 && row < shape[1] && column >= 0 && column < shape[2];
                    patches.push_back(inside ? image[(channel * shape[1] + row) * shape[2] + column] : 0.0);
                }
            }
        }
    }
    return patches;
}

double largestDifference(const Values& a, const Values& b)
{
    double largest = a.size() == b.size() ? 0 : std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
        largest = std::max(largest, std::abs(a[i] - b[i]));
    return largest;
}

double dot(const Values& a, const Values& b)
{
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

struct Case {
    Shape image;
    std::int64_t channels = 1;
    Window window;
};

} // namespace

class ConvolutionTest : public QObject {
    Q_OBJECT

private:
    static void addCases()
    {
        QTest::addColumn<Case>("what");
        const auto row = [](const char* title, const Shape& image, std::int64_t channels, const Window& window) {
            QTest::newRow(title) << Case{image, channels, window};
        };
        row("one channel", {1, 5, 6}, 1, {.kernel = {3, 3}});
        row("a kernel of one element", {3, 4, 4}, 2, {.kernel = {1, 1}});
        row("padding", {2, 5, 6}, 3, {.kernel = {3, 3}, .padding = {1, 2}});
        row("a stride", {2, 9, 8}, 3, {.kernel = {3, 2}, .stride = {2, 3}, .padding = {1, 0}});
        row("a stride that jumps over elements", {2, 9, 9}, 3, {.kernel = {2, 2}, .stride = {4, 3}});
        row("a dilation", {2, 9, 10}, 3, {.kernel = {3, 3}, .padding = {2, 2}, .dilation = {2, 3}});
        row("all of them", {3, 12, 11}, 4, {.kernel = {3, 4}, .stride = {2, 3}, .padding = {3, 2}, .dilation = {3, 2}});
        // Numbers that no tile divides, and that need every size of tile.
        row("many channels", {13, 9, 17}, 23, {.kernel = {3, 3}, .padding = {1, 1}});
        row("many more channels", {7, 6, 50}, 15, {.kernel = {5, 3}, .padding = {2, 1}});
    }

private Q_SLOTS:
    void case17_aConvolutionIsAnUnfoldAndAProduct_data() { addCases(); }
    void case17_aConvolutionIsAnUnfoldAndAProduct()
    {
        QFETCH(Case, what);
        const std::int64_t batch = 3;
        const Shape weight{what.channels, what.image[0], what.window.kernel.height, what.window.kernel.width};
        Bound convolution(convolutionOp(what.window, 1), what.image, weight, batch);
        const Values x = drawn(Shape{batch, what.image.elementCount()}, "x");
        const Values w = drawn(weight, "w");
        const Values y = convolution.forward(x, w);
        const Values g = drawn(Shape{batch, convolution.output().elementCount()}, "g");
        convolution.backward(g);

        const Size2 size{convolution.output()[1], convolution.output()[2]};
        const auto positions = static_cast<std::size_t>(size.height * size.width);
        const auto depth = static_cast<std::size_t>(weight.elementCount() / what.channels);
        Values product;
        Values sum(w.size());
        for (std::int64_t sample = 0; sample < batch; ++sample) {
            const Values patches = unfold(x.data() + sample * what.image.elementCount(), what.image, what.window, size);
            for (std::size_t o = 0; o < static_cast<std::size_t>(what.channels); ++o) {
                for (std::size_t p = 0; p < positions; ++p) {
                    double value = 0;
                    const double gradient =
                        g[static_cast<std::size_t>(sample) * positions * static_cast<std::size_t>(what.channels) +
                          o * positions + p];
                    for (std::size_t k = 0; k < depth; ++k) {
                        value += w[o * depth + k] * patches[k * positions + p];
                        sum[o * depth + k] += gradient * patches[k * positions + p];
                    }
                    product.push_back(value);
                }
            }
        }
        QVERIFY(largestDifference(y, product) < 1e-12);
        QVERIFY(largestDifference(convolution.weightGradient(), sum) < 1e-11);
    }

    void case17_theTransposedConvolutionIsTheAdjoint_data() { addCases(); }
    void case17_theTransposedConvolutionIsTheAdjoint()
    {
        QFETCH(Case, what);
        const std::int64_t batch = 2;
        const Shape weight{what.channels, what.image[0], what.window.kernel.height, what.window.kernel.width};
        Bound convolution(convolutionOp(what.window, 1), what.image, weight, batch);
        const Values x = drawn(Shape{batch, what.image.elementCount()}, "x");
        const Values w = drawn(weight, "w");
        const Values conv_x = convolution.forward(x, w);

        const Shape map = convolution.output();
        const Size2 without = imageOf({map[1], map[2]}, what.window, {0, 0});
        const Size2 rest{what.image[1] - without.height, what.image[2] - without.width};
        Bound transposed(transposedConvolutionOp(what.window, 1, rest), map, weight, batch);
        QVERIFY(transposed.output() == what.image);
        const Values y = drawn(Shape{batch, map.elementCount()}, "y");
        const Values conv_y = transposed.forward(y, w);
        QVERIFY(std::abs(dot(conv_x, y) - dot(x, conv_y)) < 1e-10);

        // So each is the other's way back, and both weights have the same gradient.
        convolution.backward(y);
        QVERIFY(largestDifference(convolution.inputGradient(), conv_y) < 1e-12);
        transposed.backward(x);
        QVERIFY(largestDifference(transposed.inputGradient(), conv_x) < 1e-12);
        QVERIFY(largestDifference(transposed.weightGradient(), convolution.weightGradient()) < 1e-11);
    }

    void aGroupIsAConvolutionOfItsOwn()
    {
        const Window window{.kernel = {3, 3}, .padding = {1, 1}};
        Bound grouped(convolutionOp(window, 3), {6, 5, 4}, {9, 2, 3, 3}, 1);
        Bound one(convolutionOp(window, 1), {2, 5, 4}, {3, 2, 3, 3}, 1);
        const Values x = drawn({6, 5, 4}, "x");
        const Values w = drawn({9, 2, 3, 3}, "w");
        const Values y = grouped.forward(x, w);
        for (std::ptrdiff_t group = 0; group < 3; ++group) {
            const Values part = one.forward({x.begin() + group * 40, x.begin() + (group + 1) * 40},
                                            {w.begin() + group * 54, w.begin() + (group + 1) * 54});
            QVERIFY(largestDifference(part, {y.begin() + group * 60, y.begin() + (group + 1) * 60}) < 1e-13);
        }
    }

    void aSmallerBatchLeavesTheRestAlone()
    {
        const Window window{.kernel = {3, 3}};
        Bound one(convolutionOp(window, 1), {2, 5, 5}, {3, 2, 3, 3}, 1);
        Bound three(convolutionOp(window, 1), {2, 5, 5}, {3, 2, 3, 3}, 3);
        const Values x = drawn({3, 2, 5, 5}, "x");
        const Values w = drawn({3, 2, 3, 3}, "w");
        const Values all = three.forward(x, w);
        const Values first = one.forward({x.begin(), x.begin() + 50}, w);
        QVERIFY(std::equal(first.begin(), first.end(), all.begin())); // The same bits.
    }

    void maxPoolingChoosesAsPyTorchWhereElementsAreEqual()
    {
        const Window window{.kernel = {2, 2}, .stride = {2, 2}};
        Bound pool(maxPoolOp(window), {1, 2, 4}, {}, 1);
        const double infinity = std::numeric_limits<double>::infinity();
        pool.forward({3, 3, -infinity, -infinity, 3, 3, -infinity, -infinity}, {0});
        pool.backward({5, 7});
        QCOMPARE(pool.inputGradient(), (Values{5, 0, 7, 0, 0, 0, 0, 0}));
        // The same through the way of general windows.
        Bound general(maxPoolOp({.kernel = {2, 2}, .stride = {3, 2}}), {1, 2, 4}, {}, 1);
        general.forward({1, 3, -infinity, -infinity, 3, 3, -infinity, -infinity}, {0});
        general.backward({5, 7});
        QCOMPARE(general.inputGradient(), (Values{0, 5, 7, 0, 0, 0, 0, 0}));
    }

    void maxPoolingShowsWhatIsNotANumber_data()
    {
        QTest::addColumn<int>("stride");
        QTest::newRow("halving") << 2;
        QTest::newRow("any window") << 3;
    }
    void maxPoolingShowsWhatIsNotANumber()
    {
        QFETCH(int, stride);
        for (std::size_t place = 0; place < 4; ++place) {
            Bound pool(maxPoolOp({.kernel = {2, 2}, .stride = {stride, 2}}), {1, 2, 2}, {}, 1);
            Values x = {4, 3, 2, 1};
            x[place] = std::numeric_limits<double>::quiet_NaN();
            QVERIFY(std::isnan(pool.forward(x, {0})[0]));
        }
    }
};

LIGATURE_APPLESS_TEST(ConvolutionTest)

} // namespace test_convolution

#include "test_convolution.moc"
