// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <complex>
#include <numbers>

#include <QTest>

#include "core/network/edits.h"
#include "core/training/gradient_clipping.h"
#include "core/tying/twin.h"
#include "tests/core/tying/shared_branches.h"
#include "tests/support/compiled_network.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_shared_gradients {

using namespace ligature;
using namespace ligature::testing;

// Numbers in the names are those of the test cases in the field's list of what a tie means.

namespace {

double dot(const Numbers& a, const Numbers& b)
{
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += a[i] * b[i];
    return sum;
}

} // namespace

class SharedGradientsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void case2_aCellUnrolledFourTimesSumsItsFourGradients()
    {
        Network network;
        const ParameterId w = addParameter(network, "W", {4, 4});
        LayerId last = addInput(network, "x", {4});
        std::vector<LayerId> cells;
        for (int step = 0; step < 4; ++step) {
            cells.push_back(addDense(network, last, "cell" + std::to_string(step), 4, w, {}));
            last = addAfter(network, cells.back(), "tanh", "state" + std::to_string(step));
        }
        addSumLoss(network, last);
        CompiledNetwork tied(network, 3);
        const Twin twin = untie(network);
        CompiledNetwork untied(twin.network, 3);
        for (CompiledNetwork* const compiled : {&tied, &untied}) {
            compiled->setInput("x", someNumbers(12));
            compiled->setInput("target of state3", someNumbers(12, 2.0));
        }
        tied.setParameter("W", someNumbers(16));
        for (const LayerId cell : cells)
            untied.setParameter(network.layers.at(cell).name + ".weight", someNumbers(16));
        QCOMPARE(tied.run(), untied.run());
        Numbers sum(16, 0.0);
        for (const LayerId cell : cells) {
            const Numbers part = untied.gradient(network.layers.at(cell).name + ".weight");
            QVERIFY(std::sqrt(dot(part, part)) > 1e-6);
            std::transform(sum.begin(), sum.end(), part.begin(), sum.begin(), std::plus());
        }
        QVERIFY(largestDifference(tied.gradient("W"), sum) < 1e-12);
    }

    void case7_theNormOfAllGradientsCountsEachStorageOnce()
    {
        // Gradients 3 (of two uses) and 4.
        Network network;
        const ParameterId a = addParameter(network, "a", {});
        const ParameterId b = addParameter(network, "b", {});
        const LayerId x = addInput(network, "x", {1});
        addSumLoss(network, addScale(network, x, "first", a, {}, true));
        addSumLoss(network, addScale(network, x, "second", a, {times(2.0)}, true));
        addSumLoss(network, addScale(network, x, "third", b, {times(4.0)}, true));
        CompiledNetwork compiled(network);
        compiled.setInput("x", {1.0});
        compiled.makeLossASum();
        compiled.run();
        double squares = 0;
        for (const ProgramParameter<double>& parameter : compiled.program().parameters()) {
            for (const double g : parameter.gradient)
                squares += g * g;
        }
        QVERIFY(std::abs(std::sqrt(squares) - 5.0) < 1e-12);

        // Clipped at half of that, both are halved (PyTorch divides by the norm and 1e-6).
        std::vector<std::span<double>> gradients;
        for (ProgramParameter<double>& parameter : compiled.program().parameters())
            gradients.push_back(parameter.gradient);
        QVERIFY(std::abs(clipGradients<double>(gradients, 2.5) - 5.0) < 1e-12);
        QVERIFY(largestDifference(compiled.gradient("a"), {3.0 * 2.5 / 5.000001}) < 1e-12);
        QVERIFY(largestDifference(compiled.gradient("b"), {4.0 * 2.5 / 5.000001}) < 1e-12);
        // What is shorter than the largest norm stays as it is.
        const Numbers before = compiled.gradient("a");
        QVERIFY(clipGradients<double>(gradients, 100.0) < 2.6);
        QCOMPARE(compiled.gradient("a"), before);
    }

    void case8_aSliceHasNoGradientOutside()
    {
        for (const std::int64_t width : {3, 16}) { // Copied, and in place.
            Network network;
            const ParameterId w = addParameter(network, "W", {8, width});
            const LayerId x = addInput(network, "x", {width});
            addSumLoss(network, addDense(network, x, "dense", 3, w, {slice(2, 5)}));
            CompiledNetwork compiled(network);
            compiled.setInput("x", someNumbers(width));
            compiled.makeLossASum();
            for (int step = 0; step < 2; ++step)
                compiled.run();
            const Numbers g = compiled.gradient("W");
            for (std::int64_t i = 0; i < 8 * width; ++i) {
                const std::int64_t row = i / width;
                const double x_there = someNumbers(width)[static_cast<std::size_t>(i % width)];
                const double expected = row >= 2 && row < 5 ? x_there : 0.0;
                if (expected == 0.0)
                    QCOMPARE(g[static_cast<std::size_t>(i)], 0.0);
                QVERIFY(std::abs(g[static_cast<std::size_t>(i)] - expected) < 1e-12);
            }
        }
    }

    void case9_overlappingSlicesAddUp()
    {
        Branches branches(3, {4});
        branches.add({slice(0, 3), times(2.0)});
        branches.add({slice(1, 4), times(5.0)});
        const Numbers g = branches.gradient(someNumbers(4), {1, 1, 1});
        QVERIFY(largestDifference(g, {2, 7, 7, 5}) < 1e-12);
    }

    void case10_twoNumbersOfOneVectorOneAfterTheOther()
    {
        // y = s[1] (s[0] x), x = s = (1, 2, 3).
        Network network;
        const ParameterId s = addParameter(network, "s", {3});
        const LayerId x = addInput(network, "x", {3});
        const LayerId first = addScale(network, x, "first", s, {entry(0)}, true);
        addSumLoss(network, addScale(network, first, "second", s, {entry(1)}, true));
        CompiledNetwork compiled(network);
        compiled.setParameter("s", {1, 2, 3});
        compiled.setInput("x", {1, 2, 3});
        compiled.makeLossASum();
        compiled.run();
        QVERIFY(largestDifference(compiled.gradient("s"), {12, 6, 0}) < 1e-12);
    }

    void case10_oneNumberTimesTheSumOfTheInputs()
    {
        // s[1] times the sum of x: a Dense layer whose every weight is that number. x = (1, 2, 3), s = (1, 2).
        Network network;
        const ParameterId s = addParameter(network, "s", {2});
        const LayerId x = addInput(network, "x", {3});
        const View everywhere = {
            entry(1), {"broadcast", {{"extent", std::int64_t{3}}}}, {"broadcast", {{"extent", std::int64_t{1}}}}};
        addSumLoss(network, addDense(network, x, "sum", 1, s, everywhere));
        CompiledNetwork compiled(network);
        compiled.setParameter("s", {1, 2});
        compiled.setInput("x", {1, 2, 3});
        compiled.makeLossASum();
        compiled.run();
        QVERIFY(std::abs(compiled.output("sum")[0] - 12.0) < 1e-12);
        QVERIFY(largestDifference(compiled.gradient("s"), {0, 6}) < 1e-12);
    }

    void case11_whatIsBroadcastOverABatchAddsUpOverIt()
    {
        Branches branches(3, {3});
        branches.add({});
        QVERIFY(largestDifference(branches.gradient(someNumbers(3), {0, 1, 2, 3, 4, 5}), {3, 5, 7}) < 1e-12);
    }

    void case12_aScaledUseBesideAPlainOne()
    {
        Branches plain(3, {3});
        plain.add({});
        const Numbers g = plain.gradient(someNumbers(3), someNumbers(3, 1.0));
        Branches both = plain;
        both.add({times(0.25)});
        const Numbers sum = both.gradient(someNumbers(3), someNumbers(3, 1.0));
        for (std::size_t i = 0; i < g.size(); ++i)
            QVERIFY(std::abs(sum[i] - 1.25 * g[i]) < 1e-12);
    }

    void case13_aSymmetricReadHasASymmetricGradient_data()
    {
        QTest::addColumn<double>("sign");
        QTest::newRow("W + Wᵀ") << 1.0;
        QTest::newRow("W - Wᵀ") << -1.0;
    }
    void case13_aSymmetricReadHasASymmetricGradient()
    {
        QFETCH(double, sign);
        Network network;
        const ParameterId w = addParameter(network, "W", {4, 4});
        const LayerId x = addInput(network, "x", {4});
        const LayerId one = addDense(network, x, "one", 4, w, {});
        const LayerId other = addDense(network, x, "other", 4, w, {{"transpose"}, times(sign)});
        addSumLoss(network, addSum(network, one, other, "sum"));
        CompiledNetwork compiled(network);
        compiled.setParameter("W", someNumbers(16));
        compiled.setInput("x", someNumbers(4, 3.0));
        compiled.setInput("target of sum", someNumbers(4, 4.0));
        compiled.run();
        const Numbers g = compiled.gradient("W");
        for (std::size_t row = 0; row < 4; ++row) {
            for (std::size_t column = 0; column < 4; ++column)
                QVERIFY(std::abs(g[row * 4 + column] - sign * g[column * 4 + row]) < 1e-12);
        }
        QVERIFY(dot(g, g) > 1e-3);
        if (sign < 0)
            QVERIFY(std::abs(dot(someNumbers(4, 3.0), compiled.output("sum"))) < 1e-12);
    }

    void case14_aFrozenWeightPassesItsColumnSumsOn_data()
    {
        QTest::addColumn<bool>("viewed");
        QTest::newRow("as it is") << false;
        QTest::newRow("through a view") << true;
    }
    void case14_aFrozenWeightPassesItsColumnSumsOn()
    {
        QFETCH(bool, viewed);
        Network network;
        const ParameterId w = addParameter(network, "W", viewed ? Shape{4, 3} : Shape{3, 4});
        network.parameters.at(w).trainable = false;
        const ParameterId one = addParameter(network, "one", {});
        const LayerId x = addInput(network, "x", {4});
        const LayerId inner = addScale(network, x, "inner", one, {}, true);
        const View view = viewed ? View{{"rotate90"}} : View{};
        addSumLoss(network, addDense(network, inner, "dense", 3, w, view));
        CompiledNetwork compiled(network);
        compiled.setParameter("one", {1});
        compiled.setInput("x", someNumbers(4));
        compiled.makeLossASum();
        compiled.run();
        QVERIFY(compiled.gradient("W").empty());
        const Numbers values = compiled.values("W");
        Numbers sums(4, 0.0);
        for (std::size_t i = 0; i < 12; ++i)
            sums[viewed ? i / 3 : i % 4] += values[i];
        // Turned, what is read has the rows of W as its columns.
        QVERIFY(largestDifference(compiled.outputGradient("inner"), sums) < 1e-12);
    }

    void case15_aStoppedUseAddsNothingAndPassesGradientsOn_data()
    {
        QTest::addColumn<int>("view");
        QTest::newRow("as it is, in place") << 0;
        QTest::newRow("transposed, in place") << 1;
        QTest::newRow("flipped, through memory") << 2;
        QTest::newRow("hashed, by a table") << 3;
    }
    void case15_aStoppedUseAddsNothingAndPassesGradientsOn()
    {
        QFETCH(int, view);
        const View views[] = {{}, transposeView(), {{"flip"}}, {{"hash", {{"shape", Shape{4, 4}}}}}};
        struct Outcome {
            Numbers weight;
            Numbers activation;
        };
        const auto outcome = [&](double first, double second) {
            Network network;
            const ParameterId w = addParameter(network, "W", {4, 4});
            const LayerId x = addInput(network, "x", {4});
            const LayerId one = addDense(network, x, "one", 4, w, {});
            const LayerId two = addDense(network, one, "two", 4, w, views[view]);
            addSumLoss(network, two);
            network.ties.at({one, "weight"}).gradient_factor = first;
            network.ties.at({two, "weight"}).gradient_factor = second;
            CompiledNetwork compiled(network);
            compiled.setParameter("W", someNumbers(16));
            compiled.setInput("x", someNumbers(4, 5.0));
            compiled.setInput("target of two", someNumbers(4, 1.0));
            for (int step = 0; step < 2; ++step)
                compiled.run();
            return Outcome{compiled.gradient("W"), compiled.outputGradient("one")};
        };
        const Outcome whole = outcome(1, 1);
        const Outcome only_first = outcome(1, 0);
        const Outcome only_second = outcome(0, 1);
        const Outcome neither = outcome(0, 0);
        const Outcome mixed = outcome(-0.5, 3);
        QVERIFY(neither.weight.empty()); // Absent, not zero: no optimizer moves it.
        QVERIFY(dot(only_first.weight, only_first.weight) > 1e-6 && dot(only_second.weight, only_second.weight) > 1e-6);
        for (std::size_t i = 0; i < 16; ++i) {
            QVERIFY(std::abs(whole.weight[i] - only_first.weight[i] - only_second.weight[i]) < 1e-12);
            QVERIFY(std::abs(mixed.weight[i] + 0.5 * only_first.weight[i] - 3 * only_second.weight[i]) < 1e-12);
        }
        // The way through the second layer is the same, whoever trains.
        QCOMPARE(only_first.activation, whole.activation);
        QCOMPARE(mixed.activation, whole.activation);
    }

    void case18_rotatedTiesAddTheirGradientsRotatedBack()
    {
        Network network;
        const ParameterId w = addParameter(network, "W", {3, 3});
        const LayerId x = addInput(network, "x", {3});
        std::vector<std::string> names;
        for (std::int64_t turns = 0; turns < 4; ++turns) {
            names.push_back("turned" + std::to_string(turns));
            const View view = turns == 0 ? View{} : View{{"rotate90", {{"turns", turns}}}};
            addSumLoss(network, addDense(network, x, names.back(), 3, w, view));
        }
        CompiledNetwork tied(network);
        CompiledNetwork untied(untie(network).network);
        for (CompiledNetwork* const compiled : {&tied, &untied}) {
            compiled->setInput("x", someNumbers(3));
            for (std::size_t i = 0; i < names.size(); ++i)
                compiled->setInput("target of " + names[i], someNumbers(3, static_cast<double>(i)));
        }
        Numbers turned = someNumbers(9);
        tied.setParameter("W", turned);
        for (const std::string& name : names) {
            untied.setParameter(name + ".weight", turned);
            turned = quarterTurn(turned);
        }
        QCOMPARE(tied.run(), untied.run());
        Numbers sum(9, 0.0);
        for (std::size_t i = 0; i < names.size(); ++i) {
            Numbers back = untied.gradient(names[i] + ".weight");
            for (std::size_t turn = i; turn < 4; ++turn)
                back = quarterTurn(back);
            std::transform(sum.begin(), sum.end(), back.begin(), sum.begin(), std::plus());
        }
        QVERIFY(largestDifference(tied.gradient("W"), sum) < 1e-12);
    }

    void case19_aCirculantWeightIsAProductOfFourierTransforms()
    {
        constexpr std::size_t size = 7;
        Network network;
        const ParameterId c = addParameter(network, "c", {size});
        const LayerId x = addInput(network, "x", {size});
        addSumLoss(network, addDense(network, x, "dense", size, c, {{"circulant"}}));
        CompiledNetwork compiled(network);
        compiled.setParameter("c", someNumbers(size));
        compiled.setInput("x", someNumbers(size, 2.0));
        compiled.run();
        using Complex = std::complex<double>;
        const auto transformed = [](const std::vector<Complex>& from, double sign) {
            std::vector<Complex> to(size);
            for (std::size_t k = 0; k < size; ++k) {
                for (std::size_t n = 0; n < size; ++n)
                    to[k] += from[n] * std::polar(1.0, sign * 2 * std::numbers::pi * static_cast<double>(k * n) / size);
            }
            return to;
        };
        const Numbers a = someNumbers(size);
        const Numbers b = someNumbers(size, 2.0);
        std::vector<Complex> product = transformed({a.begin(), a.end()}, -1);
        const std::vector<Complex> other = transformed({b.begin(), b.end()}, -1);
        for (std::size_t k = 0; k < size; ++k)
            product[k] *= other[k];
        product = transformed(product, 1);
        const Numbers y = compiled.output("dense");
        for (std::size_t k = 0; k < size; ++k)
            QVERIFY(std::abs(y[k] - product[k].real() / size) < 1e-12);
    }

    void case27_removingAUseTakesExactlyItsGradient()
    {
        Branches all(3, {5});
        all.add({slice(0, 3)});
        const Slot middle = all.add({slice(1, 4), times(-0.5)});
        all.add({slice(2, 5)});
        Branches only(3, {5});
        only.add({slice(1, 4), times(-0.5)});
        const Numbers x = someNumbers(6);
        const Numbers whole = all.gradient(someNumbers(5), x);
        const Numbers part = only.gradient(someNumbers(5), x);
        untieSlot(all.network, middle);
        const Numbers rest = all.gradient(someNumbers(5), x);
        for (std::size_t i = 0; i < whole.size(); ++i)
            QVERIFY(std::abs(whole[i] - part[i] - rest[i]) < 1e-12);
        QVERIFY(dot(part, part) > 1e-3);
    }

    void case28_equalMicroBatchesAverageToTheWhole()
    {
        const Project project = tiedAutoencoder(6, 3);
        const auto gradient = [&](std::int64_t from, std::int64_t samples) {
            CompiledNetwork compiled(project.network, samples);
            const Numbers all = someNumbers(6 * 8);
            compiled.setInput("pixels", Numbers(all.begin() + from * 6, all.begin() + (from + samples) * 6));
            compiled.run();
            return compiled.gradient("W");
        };
        const Numbers whole = gradient(0, 8);
        Numbers mean(whole.size(), 0.0);
        for (std::int64_t part = 0; part < 4; ++part) {
            const Numbers g = gradient(part * 2, 2);
            for (std::size_t i = 0; i < mean.size(); ++i)
                mean[i] += g[i] / 4;
        }
        QVERIFY(largestDifference(whole, mean) < 1e-10);
    }

    void case29_theOrderOfTheLayersChangesRoundingOnly()
    {
        const auto gradient = [](bool other_way) {
            Network network;
            const ParameterId w = addParameter(network, "W", {8, 4});
            const LayerId x = addInput(network, "x", {4});
            std::vector<View> views = {{slice(0, 5)}, {slice(3, 8)}, {{"flip"}, slice(1, 6), times(0.3)}};
            if (other_way)
                std::ranges::reverse(views);
            for (std::size_t i = 0; i < views.size(); ++i) {
                const std::size_t name = other_way ? views.size() - 1 - i : i;
                addSumLoss(network, addDense(network, x, "layer" + std::to_string(name), 5, w, views[i]));
            }
            CompiledNetwork compiled(network);
            compiled.setParameter("W", someNumbers(32));
            compiled.setInput("x", someNumbers(4));
            for (std::size_t i = 0; i < views.size(); ++i)
                compiled.setInput("target of layer" + std::to_string(i), someNumbers(5, static_cast<double>(i)));
            compiled.run();
            return compiled.gradient("W");
        };
        QCOMPARE(gradient(false), gradient(false));
        QVERIFY(largestDifference(gradient(false), gradient(true)) < 1e-12);
    }

private:
    /// Against the clock: out[i][j] = in[j][2 - i].
    static Numbers quarterTurn(const Numbers& square)
    {
        Numbers turned(9);
        for (std::size_t i = 0; i < 3; ++i) {
            for (std::size_t j = 0; j < 3; ++j)
                turned[i * 3 + j] = square[j * 3 + 2 - i];
        }
        return turned;
    }
};

LIGATURE_GUILESS_TEST(SharedGradientsTest)

} // namespace test_shared_gradients

#include "test_shared_gradients.moc"
