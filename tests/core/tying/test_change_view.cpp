// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/network/analysis.h"
#include "core/network/edits.h"
#include "core/network/view_edit.h"
#include "core/views/offered_input.h"
#include "tests/support/test_program.h"
#include "tests/support/tied_autoencoder.h"

namespace test_change_view {

using namespace ligature;

namespace {

View slice(std::int64_t start, std::int64_t stop, std::int64_t step = 1, std::int64_t axis = 0)
{
    return {ViewStep{"slice", {{"axis", axis}, {"start", start}, {"stop", stop}, {"step", step}}}};
}

} // namespace

class ChangeViewTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aViewThatDoesNotFitIsTakenAndDiagnosed()
    {
        TiedAutoencoder t = tiedAutoencoder();
        Network& network = t.project.network;
        QVERIFY(changeView(network, t.decoder_weight, {}));
        QVERIFY(network.ties.at(t.decoder_weight).view.empty());
        QVERIFY(analyse(network).hasErrors());
        QVERIFY(changeView(network, t.decoder_weight, transposeView()));
        QVERIFY(!analyse(network).hasErrors());
    }

    void theFirstUsesViewDoesNotTurnTheParameter()
    {
        TiedAutoencoder t = tiedAutoencoder();
        Network& network = t.project.network;
        QVERIFY(changeView(network, t.encoder_weight, transposeView()));
        QCOMPARE(analyse(network).parameters.at(t.weight).shape, (Shape{32, 64}));
    }

    void theOnlyUseKeepsTheShapeWhereItsViewCannotTellIt()
    {
        TiedAutoencoder t = tiedAutoencoder();
        Network& network = t.project.network;
        untieSlot(network, t.decoder_weight);
        network.parameters.at(t.weight).shape.reset();
        QVERIFY(changeView(network, t.encoder_weight, transposeView()));
        QCOMPARE(analyse(network).parameters.at(t.weight).shape, (Shape{64, 32}));
        QVERIFY(!network.parameters.at(t.weight).shape);
        QVERIFY(changeView(network, t.encoder_weight, slice(0, 0)));
        QCOMPARE(network.parameters.at(t.weight).shape, (Shape{64, 32}));
    }

    void whatNoChainCanHoldChangesNothing()
    {
        TiedAutoencoder t = tiedAutoencoder();
        Network& network = t.project.network;
        const Network before = network;
        QVERIFY(!changeView(network, t.decoder_weight, {ViewStep{"mirror"}}));
        QVERIFY(!changeView(network, t.decoder_weight, {ViewStep{"slice", {{"step", std::int64_t{0}}}}}));
        QVERIFY(!changeView(network, t.decoder_weight, View(longestView + 1, ViewStep{"flip"})));
        QVERIFY(!changeView(network, Slot{t.relu, "weight"}, {}));
        QVERIFY(network == before);
    }

    void aShapeIsOfferedThatTheViewReads_data()
    {
        QTest::addColumn<View>("view");
        QTest::addColumn<Shape>("output");
        QTest::addColumn<Shape>("offered");
        const Shape matrix{4, 3};
        QTest::newRow("as it is") << View{} << matrix << matrix;
        QTest::newRow("transposed") << transposeView() << matrix << Shape{3, 4};
        QTest::newRow("rows to the end") << slice(2, 0) << matrix << Shape{6, 3};
        QTest::newRow("rows to a stop") << slice(2, 6) << matrix << Shape{6, 3};
        QTest::newRow("every third row") << slice(1, 0, 3) << matrix << Shape{11, 3};
        QTest::newRow("the last rows") << slice(-4, 0) << matrix << matrix;
        QTest::newRow("columns") << slice(2, 5, 1, -1) << matrix << Shape{4, 5};
        QTest::newRow("one of a stack") << View{ViewStep{"index", {{"position", std::int64_t{5}}}}} << matrix
                                        << Shape{6, 4, 3};
        View chain = slice(2, 6);
        chain.push_back(ViewStep{"transpose"});
        QTest::newRow("a slice, transposed") << chain << Shape{3, 4} << Shape{6, 3};
        QTest::newRow("hashed") << View{ViewStep{"hash", {{"shape", matrix}}}} << matrix << matrix;
    }
    void aShapeIsOfferedThatTheViewReads()
    {
        QFETCH(View, view);
        QFETCH(Shape, output);
        QFETCH(Shape, offered);
        const auto found = offeredInput(view, output);
        QVERIFY(found.has_value());
        QCOMPARE(*found, offered);
        QCOMPARE(*outputShape(view, *found), output);
    }

    void noShapeIsOfferedWhereNoneFits()
    {
        QVERIFY(!offeredInput(slice(0, 2), Shape{4, 3}));
        QVERIFY(!offeredInput({ViewStep{"reshape", {{"shape", Shape{5}}}}}, Shape{4, 3}));
    }
};

LIGATURE_APPLESS_TEST(ChangeViewTest)

} // namespace test_change_view

#include "test_change_view.moc"
