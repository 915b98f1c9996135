// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <set>

#include <QTest>

#include "core/network/analysis.h"
#include "core/network/edits.h"
#include "core/views/view.h"
#include "tests/support/compiled_network.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_view_types {

using namespace ligature;
using namespace ligature::testing;

namespace {

constexpr std::int64_t huge = 1'000'000'000;

std::int64_t n(std::int64_t value)
{
    return value;
}

const Shape scalar = {};

} // namespace

class ViewTypesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void givesShapeAndNotation_data()
    {
        QTest::addColumn<View>("view");
        QTest::addColumn<Shape>("input");
        QTest::addColumn<Shape>("output");
        QTest::addColumn<QString>("written");
        QTest::addColumn<bool>("tells");
        const auto row = [](const char* title, const View& view, const Shape& input, const Shape& output,
                            const char* written,
                            bool tells) { QTest::newRow(title) << view << input << output << written << tells; };
        row("nothing", {}, {2, 3}, {2, 3}, "W", true);
        row("transpose", transposeView(), {2, 3}, {3, 2}, "Wᵀ", true);
        row("permute", {{"permute", {{"axes", Shape{2, 0, 1}}}}}, {2, 3, 4}, {4, 2, 3}, "Wᵀ(2,0,1)", true);
        row("slice", {{"slice", {{"start", n(2)}, {"stop", n(5)}}}}, {8, 3}, {3, 3}, "W[2:5]", false);
        row("slice from the beginning", {{"slice", {{"stop", n(64)}}}}, {80}, {64}, "W[0:64]", false);
        row("slice to the end", {{"slice", {{"start", n(6)}}}}, {8}, {2}, "W[6:]", false);
        row("slice of everything", {{"slice", {}}}, {8}, {8}, "W[:]", false);
        row("slice with a step", {{"slice", {{"axis", n(1)}, {"step", n(3)}}}}, {2, 8}, {2, 3}, "W[:, ::3]", false);
        row("slice from the end", {{"slice", {{"axis", n(-1)}, {"start", n(-3)}, {"stop", n(-1)}}}}, {2, 8}, {2, 2},
            "W[…, -3:-1]", false);
        row("index", {{"index", {{"position", n(3)}}}}, {5, 4}, {4}, "W[3]", false);
        row("index of a vector", {{"index", {{"position", n(-1)}}}}, {5}, scalar, "W[-1]", false);
        row("index of the last axis but one", {{"index", {{"axis", n(-2)}}}}, {2, 3, 4}, {2, 4}, "W[…, 0, :]", false);
        row("reshape", {{"reshape", {{"shape", Shape{2, -1}}}}}, {4, 3}, {2, 6}, "W(2×…)", false);
        row("reshape to a vector", {{"reshape", {}}}, {4, 3}, {12}, "W(…)", false);
        row("reshape to a scalar", {{"reshape", {{"shape", scalar}}}}, {1, 1}, scalar, "W()", false);
        row("half", {{"scale", {}}}, {4}, {4}, "½W", true);
        row("a quarter less than nothing", {{"scale", {{"factor", -0.25}}}}, {4}, {4}, "−¼W", true);
        row("scaled", {{"scale", {{"factor", 0.3}}}}, {4}, {4}, "0.3W", true);
        row("negative", {{"scale", {{"factor", -1.0}}}}, {4}, {4}, "−W", true);
        row("broadcast", {{"broadcast", {{"extent", n(20)}}}}, {10}, {20, 10}, "W[*20]", true);
        row("broadcast of columns", {{"broadcast", {{"axis", n(-1)}, {"extent", n(20)}}}}, {10}, {10, 20}, "W[…, *20]",
            true);
        row("broadcast of an axis", {{"broadcast", {{"extent", n(7)}, {"new_axis", false}}}}, {1, 3}, {7, 3}, "W[1→7]",
            true);
        row("tile", {{"tile", {{"axis", n(1)}, {"times", n(3)}}}}, {2, 3}, {2, 9}, "W[:, ×3]", true);
        row("flip", {{"flip", {{"axis", n(1)}}}}, {2, 3}, {2, 3}, "W[:, ::−1]", true);
        row("rotate90", {{"rotate90", {{"turns", n(-1)}}}}, {2, 3, 5}, {2, 5, 3}, "W↺270°", true);
        row("hash", {{"hash", {{"shape", Shape{20, 30}}}}}, {7}, {20, 30}, "±hash(W)", false);
        row("gather", {{"gather", {{"positions", Shape{2, 0, 2}}}}}, {3, 4}, {3, 4}, "W[[2,0,2]]", false);
        row("gather of columns", {{"gather", {{"axis", n(1)}, {"positions", Shape{1, 1, 0, 1, 0}}}}}, {3, 2}, {3, 5},
            "W[:, [1,1,0,1,…]]", false);
        row("mask", {{"mask", {}}}, {3, 4}, {3, 4}, "tril(W)", true);
        row("mask above the diagonal", {{"mask", {{"pattern", std::string("upper")}, {"diagonal", n(1)}}}}, {2, 3, 4},
            {2, 3, 4}, "triu(W, 1)", true);
        row("mask of blocks", {{"mask", {{"pattern", std::string("blocks")}}}}, {4, 6}, {4, 6}, "blocks2(W)", true);
        row("circulant", {{"circulant", {}}}, {5}, {5, 5}, "circ(W)", true);
        row("a chain", {{"slice", {{"stop", n(4)}}}, {"transpose"}, {"scale", {{"factor", 0.5}}}}, {8, 3}, {3, 4},
            "½W[0:4]ᵀ", false);
    }
    void givesShapeAndNotation()
    {
        QFETCH(View, view);
        QFETCH(Shape, input);
        QFETCH(Shape, output);
        QFETCH(QString, written);
        QFETCH(bool, tells);
        const auto seen = outputShape(view, input);
        QVERIFY2(seen.has_value(), seen ? "" : seen.error().oneLine().c_str());
        QCOMPARE(seen->extents(), output.extents());
        QCOMPARE(QString::fromStdString(notation(view, "W")), written);
        const auto told = inputShape(view, output);
        QCOMPARE(told.has_value(), tells);
        if (tells)
            QCOMPARE(told->extents(), input.extents());
        else
            QVERIFY(QString::fromStdString(told.error().mend).contains("give the parameter a shape"));
        const LinearRead places = read(view, input);
        QCOMPARE(places.index.size(), static_cast<std::size_t>(output.elementCount()));
        for (const std::int64_t place : places.index)
            QVERIFY(place >= 0 && place < input.elementCount());
    }

    void everyTypeIsDescribed()
    {
        for (const ViewType* const type : viewTypes()) {
            QVERIFY2(!type->title().empty() && type->help().size() > 40, type->name().c_str());
            for (const AttributeSpec& spec : type->attributes()) {
                QVERIFY2(!spec.label.empty() && !spec.help.empty(), spec.name.c_str());
                QVERIFY2(validateValue(spec, spec.default_value, {}).has_value(), spec.name.c_str());
            }
        }
    }

    void refusesWhatDoesNotFit_data()
    {
        QTest::addColumn<View>("view");
        QTest::addColumn<Shape>("input");
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("mend");
        const auto row = [](const char* title, const View& view, const Shape& input, const char* what,
                            const char* mend) { QTest::newRow(title) << view << input << what << mend; };
        row("a transposed vector", transposeView(), {3}, "only a matrix can be transposed, and this is 3",
            "read it as it is");
        row("a permutation of too few axes", {{"permute", {}}}, {2, 3, 4}, "2 axes are permuted, and 2 × 3 × 4 has 3",
            "name each of its axes once, from 0");
        row("an axis twice", {{"permute", {{"axes", Shape{1, 1}}}}}, {2, 3},
            "the axes to permute do not name each axis once", "name each axis once, from 0");
        row("a slice beyond the end", {{"slice", {{"stop", n(10)}}}}, {8, 3},
            "the slice stops at 10, behind the end of axis 0 of 8 × 3", "stop at 8 or before");
        row("a slice that starts nowhere", {{"slice", {{"start", n(8)}}}}, {8},
            "the slice starts at 8, which axis 0 of 8 does not have", "start at 7 or before");
        row("a slice that starts before the first", {{"slice", {{"start", n(-9)}}}}, {8},
            "the slice starts at -9, which axis 0 of 8 does not have", "start at 7 or before");
        row("an empty slice", {{"slice", {{"start", n(5)}, {"stop", n(2)}}}}, {8},
            "the slice from 5 to 2 holds nothing of axis 0 of 8", "stop after 5");
        row("a slice along no axis", {{"slice", {{"axis", n(2)}}}}, {8, 3}, "there is no axis 2 in 8 × 3",
            "choose an axis from 0 to 1");
        row("a step of nothing", {{"slice", {{"step", n(0)}}}}, {8}, "step is 0", "give a value from 1 to 1e+12");
        row("a step backwards", {{"slice", {{"step", n(-1)}}}}, {8}, "step is -1", "give a value from 1 to 1e+12");
        row("an entry that is not there", {{"index", {{"position", n(5)}}}}, {5},
            "there is no place 5 along axis 0 of 5", "choose a place from 0 to 4");
        row("an entry before the first", {{"index", {{"position", n(-6)}}}}, {5},
            "there is no place -6 along axis 0 of 5", "choose a place from 0 to 4");
        row("an entry of a scalar", {{"index", {}}}, scalar, "a scalar has no axis 0", "read it as it is");
        row("a reshape of other size", {{"reshape", {{"shape", Shape{5, -1}}}}}, {4, 3},
            "4 × 3 has 12 entries, and does not fit 5 × -1", "choose a shape of as many entries");
        row("a reshape with two gaps", {{"reshape", {{"shape", Shape{-1, -1}}}}}, {4, 3},
            "the shape to reshape to has an extent of 0, or more than one of −1",
            "give whole numbers of 1 or more, and at most one −1");
        row("a reshape to nothing", {{"reshape", {{"shape", Shape{0}}}}}, {4},
            "the shape to reshape to has an extent of 0, or more than one of −1",
            "give whole numbers of 1 or more, and at most one −1");
        row("a reshape to more than there is", {{"reshape", {{"shape", Shape{huge, huge, huge, -1}}}}}, {4},
            "4 has 4 entries, and does not fit 1000000000 × 1000000000 × 1000000000 × -1",
            "choose a shape of as many entries");
        row("a factor that is no number", {{"scale", {{"factor", std::nan("")}}}}, {4}, "factor is not a finite number",
            "give a number");
        row("a broadcast of an axis of 3", {{"broadcast", {{"new_axis", false}}}}, {3},
            "axis 0 of 3 is not of extent 1, and cannot be broadcast",
            "let the broadcast put in a new axis, or tile it");
        row("a broadcast beyond all memory", {{"broadcast", {{"extent", n(huge)}}}}, {huge},
            "the view gives 1000000000 × 1000000000, which is larger than any memory", "make it smaller");
        row("a broadcast of which little is read", {{"broadcast", {{"extent", n(huge)}}}, {"index", {}}}, {huge},
            "the view gives 1000000000 × 1000000000, which is larger than any memory", "make it smaller");
        row("many tiles", {{"tile", {{"times", n(huge)}}}}, {huge},
            "the view gives 1000000000000000000, which is larger than any memory", "make it smaller");
        row("a rotated vector", {{"rotate90", {}}}, {3}, "only what has two axes or more can be rotated, and this is 3",
            "read it as it is, or flip it");
        row("a hash beyond all memory", {{"hash", {{"shape", Shape{huge, huge}}}}}, {3},
            "the view gives 1000000000 × 1000000000, which is larger than any memory", "make it smaller");
        row("a position that is not there", {{"gather", {{"positions", Shape{0, 3}}}}}, {3, 2},
            "there is no position 3 in axis 0 of 3 × 2", "gather positions from 0 to 2");
        row("no position", {{"gather", {{"positions", scalar}}}}, {3, 2}, "no position is gathered",
            "name those that are to be read, such as 0, 1");
        row("a mask of a vector", {{"mask"}}, {3}, "a mask is of two axes, and this is 3", "mask a matrix");
        row("blocks that do not divide", {{"mask", {{"pattern", std::string("blocks")}, {"blocks", n(3)}}}}, {6, 4},
            "6 × 4 cannot be divided into 3 × 3 equal blocks",
            "take a number of blocks that both extents can be divided by");
        row("a circulant matrix of a matrix", {{"circulant"}}, {3, 3},
            "only a vector can be read as a circulant matrix, and this is 3 × 3", "give the parameter one axis");
        row("a view that nobody knows", {{"shear"}}, {3}, "there is no view \"shear\"", "mend its spelling");
        row("an attribute that nobody knows", {{"flip", {{"axes", n(0)}}}}, {3}, "there is no attribute \"axes\"",
            "remove it, or mend its spelling");
        row("an attribute of another kind", {{"flip", {{"axis", 0.5}}}}, {3}, "axis is not a whole number",
            "give a whole number");
        row("a chain without end", View(33, {"flip"}), {3}, "the view has 33 steps", "use at most 32");
    }
    void refusesWhatDoesNotFit()
    {
        QFETCH(View, view);
        QFETCH(Shape, input);
        QFETCH(QString, what);
        QFETCH(QString, mend);
        const auto seen = outputShape(view, input);
        QVERIFY(!seen.has_value());
        QCOMPARE(QString::fromStdString(seen.error().what), what);
        QCOMPARE(QString::fromStdString(seen.error().mend), mend);
        QVERIFY(!notation(view, "W").empty());
    }

    void refusesAParameterThatCannotBeTold_data()
    {
        QTest::addColumn<View>("view");
        QTest::addColumn<Shape>("needed");
        QTest::addColumn<QString>("what");
        const auto row = [](const char* title, const View& view, const Shape& needed, const char* what) {
            QTest::newRow(title) << view << needed << what;
        };
        row("tiles that do not divide", {{"tile", {{"times", n(3)}}}}, {20},
            "axis 0 of 20 cannot be made of 3 equal copies");
        row("another extent", {{"broadcast", {{"extent", n(3)}}}}, {20, 2},
            "the broadcast gives 3 along axis 0, and 20 × 2 is needed");
        row("a circulant matrix that is not square", {{"circulant"}}, {20, 2},
            "a circulant matrix is square, and 20 × 2 is needed");
    }
    void refusesAParameterThatCannotBeTold()
    {
        QFETCH(View, view);
        QFETCH(Shape, needed);
        QFETCH(QString, what);
        const auto own = inputShape(view, needed);
        QVERIFY(!own.has_value());
        QCOMPARE(QString::fromStdString(own.error().what), what);
        QVERIFY(!own.error().mend.empty());
    }

    void offersAttributesThatFit()
    {
        const std::pair<Shape, Shape> pairs[] = {
            {{4, 6}, {6, 4}}, {{4, 6}, {3, 6}},  {{4, 6}, {6}}, {{4, 6}, {24}},         {{6}, {4, 6}},    {{6}, {6, 4}},
            {{1, 6}, {4, 6}}, {{4, 6}, {4, 18}}, {{6}, {6, 6}}, {{2, 3, 4}, {4, 2, 3}}, {{4, 6}, {4, 6}}, {{}, {5}}};
        std::set<std::string> offered;
        for (const auto& [input, output] : pairs) {
            for (const ViewType* const type : viewTypes()) {
                const auto attributes = type->fitting(input, output);
                if (!attributes)
                    continue;
                offered.insert(type->name());
                const auto seen = outputShape({{type->name(), *attributes}}, input);
                QVERIFY2(seen && *seen == output, type->name().c_str());
            }
        }
        for (const ViewType* const type : viewTypes())
            QVERIFY2(offered.contains(type->name()), type->name().c_str());
    }

    void saysWhereAParametersShapeCannotBeTold_data()
    {
        QTest::addColumn<View>("view");
        for (const char* type : {"slice", "index", "reshape", "hash"})
            QTest::newRow(type) << View{{type}};
    }
    void saysWhereAParametersShapeCannotBeTold()
    {
        QFETCH(View, view);
        Network network;
        const LayerId x = addInput(network, "x", {6});
        const LayerId first = addAfter(network, x, "dense", "first", {{"out_features", n(6)}});
        const LayerId second = addAfter(network, first, "dense", "second", {{"out_features", n(6)}});
        addSumLoss(network, second);
        network.ties.at({first, "weight"}).view = view;
        const auto errors = [&] {
            std::vector<Diagnostic> found = analyse(network).diagnostics;
            std::erase_if(found, [](const Diagnostic& d) { return d.severity != Severity::Error; });
            return found;
        };
        QCOMPARE(errors().size(), std::size_t{1});
        QCOMPARE(errors()[0].code, std::string("view"));
        QCOMPARE(errors()[0].layer, std::optional(first));
        QCOMPARE(errors()[0].mend, std::string("Give the parameter a shape."));

        // Another use that reads it as it is tells it, though it comes later.
        const ParameterId shared = shareSlot(network, {second, "weight"}, "W");
        network.parameters.erase(network.ties.at({first, "weight"}).parameter);
        network.ties.at({first, "weight"}) = {shared, {{"flip"}, {"slice", {{"stop", n(6)}}}}};
        QVERIFY(errors().empty());
        QCOMPARE(analyse(network).parameters.at(shared).shape, (Shape{6, 6}));
    }

    void aTileViewMendsTheSecondExampleOfTheCollection()
    {
        // w of 10 multiplies 10 features, and 20: refused before it runs, with both numbers.
        Network network;
        const LayerId x = addInput(network, "x", {10});
        const LayerId narrow = addAfter(network, x, "scale", "narrow");
        const LayerId dense = addAfter(network, narrow, "dense", "dense", {{"out_features", n(20)}});
        const LayerId wide = addAfter(network, dense, "scale", "wide");
        addSumLoss(network, wide);
        const ParameterId w = shareSlot(network, {narrow, "scale"}, "w");
        const auto refused = tie(network, w, {wide, "scale"});
        QVERIFY(!refused);
        QCOMPARE(refused.error().what, std::string("scale needs 20, and w gives 10"));
        QVERIFY(tie(network, w, {wide, "scale"}, {{"tile", {{"times", n(2)}}}}).has_value());
        QVERIFY(!analyse(network).hasErrors());
    }

    void aParameterThatNothingUsesHasPyTorchsFans()
    {
        Network network;
        const ParameterId matrix = addParameter(network, "matrix", {4, 6});
        const ParameterId kernel = addParameter(network, "kernel", {8, 2, 3, 3});
        const ParameterId vector = addParameter(network, "vector", {5});
        const Analysis analysis = analyse(network);
        QVERIFY((analysis.parameters.at(matrix).fans == Fans{6, 4}));
        QVERIFY((analysis.parameters.at(kernel).fans == Fans{18, 72}));
        QVERIFY((analysis.parameters.at(vector).fans == Fans{5, 5}));
    }
};

LIGATURE_GUILESS_TEST(ViewTypesTest)

} // namespace test_view_types

#include "test_view_types.moc"
