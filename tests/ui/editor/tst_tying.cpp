// SPDX-License-Identifier: GPL-3.0-or-later
#include <QLineEdit>
#include <QListView>
#include <QTest>

#include "shown_canvas.h"
#include "tests/support/test_program.h"
#include "ui/editor/popups/choice_popup.h"
#include "ui/editor/popups/node_search.h"

namespace tst_tying {

using namespace ligature;

class TestTying : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aDragTiesInEitherDirection_data()
    {
        QTest::addColumn<bool>("from_parameter");
        QTest::newRow("from the parameter's port to the slot") << true;
        QTest::newRow("from the slot to the parameter's port") << false;
    }
    void aDragTiesInEitherDirection()
    {
        QFETCH(bool, from_parameter);
        ShownCanvas canvas(untiedAutoencoder());
        const Project start = canvas.document.project();
        const QPoint parameter = canvas.at(canvas.port("W"));
        const QPoint slot = canvas.at(canvas.slot("encoder"));
        canvas.drag(from_parameter ? parameter : slot, from_parameter ? slot : parameter);
        const Tie& tie = canvas.network().ties.at({canvas.layer("encoder"), "weight"});
        QCOMPARE(tie.parameter, canvas.parameter("W"));
        QVERIFY(tie.view.empty());
        QCOMPARE(canvas.document.undoStack()->count(), 1);
        QCOMPARE(canvas.document.undoStack()->undoText(), QString("Tie W to encoder.weight"));
        canvas.document.undoStack()->undo();
        QCOMPARE(canvas.document.project(), start);
    }

    void aTieThatFitsOnlyTransposedIsReadTransposedAndSaysSo()
    {
        ShownCanvas canvas(untiedAutoencoder());
        canvas.drag(canvas.at(canvas.port("W")), canvas.at(canvas.slot("encoder")));
        canvas.dragAndHold(canvas.at(canvas.port("W")), canvas.at(canvas.slot("decoder")));
        QVERIFY2(canvas.view.tip().text().contains("transposed"), qPrintable(canvas.view.tip().text()));
        QVERIFY2(canvas.view.tip().text().contains("4,192 → 2,144 parameters"), qPrintable(canvas.view.tip().text()));
        canvas.release(canvas.at(canvas.slot("decoder")));
        const Slot decoder{canvas.layer("decoder"), "weight"};
        QCOMPARE(canvas.network().ties.at(decoder).view, transposeView());
        QCOMPARE(canvas.view.networkScene().tieItem(decoder)->label(), QString("Wᵀ"));
        QVERIFY(!canvas.document.analysis().hasErrors() ||
                std::ranges::none_of(canvas.document.analysis().diagnostics,
                                     [](const Diagnostic& d) { return d.code == "tie-shape"; }));
    }

    void aTieOfAnotherShapeIsRefusedWithBothShapes()
    {
        ShownCanvas canvas(untiedAutoencoder());
        canvas.drag(canvas.at(canvas.port("W")), canvas.at(canvas.slot("encoder")));
        canvas.dragAndHold(canvas.at(canvas.port("W")), canvas.at(canvas.slot("decoder", "bias")));
        const QString reason = canvas.view.tip().text();
        QVERIFY2(reason.contains("64") && reason.contains("32 × 64"), qPrintable(reason));
        canvas.release(canvas.at(canvas.slot("decoder", "bias")));
        QCOMPARE(canvas.document.undoStack()->count(), 1);
    }

    void aDragFromSlotToSlotSharesOneParameter()
    {
        ShownCanvas canvas(untiedAutoencoder());
        const Project start = canvas.document.project();
        canvas.drag(canvas.at(canvas.slot("encoder")), canvas.at(canvas.slot("decoder")));
        const Tie& encoder = canvas.network().ties.at({canvas.layer("encoder"), "weight"});
        const Tie& decoder = canvas.network().ties.at({canvas.layer("decoder"), "weight"});
        QCOMPARE(encoder.parameter, decoder.parameter);
        QVERIFY(canvas.network().parameters.at(encoder.parameter).shared);
        QCOMPARE(decoder.view, transposeView());
        QCOMPARE(canvas.document.undoStack()->count(), 1);
        // The new node has a place and a colour of its own.
        const Canvas& drawn = canvas.document.project().canvas;
        QVERIFY(drawn.parameters.contains(encoder.parameter));
        QVERIFY(drawn.colours.at(encoder.parameter) != drawn.colours.at(canvas.parameter("W")));
        canvas.document.undoStack()->undo();
        QCOMPARE(canvas.document.project(), start);
    }

    void aDragFromATiedSlotTiesTheOtherToTheSameParameter()
    {
        ShownCanvas canvas(untiedAutoencoder());
        canvas.drag(canvas.at(canvas.port("W")), canvas.at(canvas.slot("encoder")));
        canvas.drag(canvas.at(canvas.slot("encoder")), canvas.at(canvas.slot("decoder")));
        QCOMPARE(canvas.network().ties.at({canvas.layer("decoder"), "weight"}).parameter, canvas.parameter("W"));
    }

    void aSlotDroppedOnEmptyCanvasMakesItsParameterShared()
    {
        ShownCanvas canvas(untiedAutoencoder());
        const ParameterId before = canvas.network().ties.at({canvas.layer("encoder"), "weight"}).parameter;
        canvas.drag(canvas.at(canvas.slot("encoder")), canvas.at(canvas.slot("encoder")) + QPoint(-60, 120));
        ChoicePopup* popup = canvas.view.search().popup();
        QVERIFY(popup != nullptr);
        QCOMPARE(popup->list()->model()->rowCount(), 1);
        QTest::keyClick(popup->field(), Qt::Key_Return);
        QVERIFY(canvas.network().parameters.at(before).shared);
        QCOMPARE(canvas.network().ties.at({canvas.layer("encoder"), "weight"}).parameter, before);
        QVERIFY(canvas.selection.items().parameters.contains(before));
    }

    void pointingAtATieLightsUpAllUsesAndDimsTheRest()
    {
        ShownCanvas canvas(tiedAutoencoder());
        const TieItem* tie = canvas.view.networkScene().tieItem({canvas.layer("decoder"), "weight"});
        canvas.moveTo(canvas.middleOf(tie), {}, {});
        QCOMPARE(canvas.selection.highlighted(), std::optional(canvas.parameter("W")));
        QVERIFY(canvas.item("W")->has(CanvasItem::Lit));
        QVERIFY(canvas.item("encoder")->has(CanvasItem::Lit));
        QVERIFY(canvas.item("input")->has(CanvasItem::Dimmed));
        canvas.moveTo({5, 5}, {}, {});
        QVERIFY(!canvas.selection.highlighted());
        QVERIFY(!canvas.item("input")->has(CanvasItem::Dimmed));
    }

    void pointingAtASlotOrTheParameterLightsUpToo()
    {
        ShownCanvas canvas(tiedAutoencoder());
        canvas.moveTo(canvas.at(canvas.slot("encoder")), {}, {});
        QCOMPARE(canvas.selection.highlighted(), std::optional(canvas.parameter("W")));
        canvas.moveTo(canvas.at(canvas.slot("encoder", "bias")), {}, {});
        QVERIFY(!canvas.selection.highlighted());
        canvas.moveTo(canvas.on("W"), {}, {});
        QCOMPARE(canvas.selection.highlighted(), std::optional(canvas.parameter("W")));
    }

    void deletingATieGivesTheSlotAParameterOfItsOwn()
    {
        ShownCanvas canvas(tiedAutoencoder());
        const Slot slot{canvas.layer("decoder"), "weight"};
        canvas.click(canvas.middleOf(canvas.view.networkScene().tieItem(slot)));
        QVERIFY(canvas.selection.items().ties.contains(slot));
        canvas.key(Qt::Key_Delete);
        QVERIFY(!canvas.network().parameters.at(canvas.network().ties.at(slot).parameter).shared);
        QVERIFY(canvas.view.networkScene().tieItem(slot) == nullptr);
    }
};

LIGATURE_TEST(TestTying)

} // namespace tst_tying

#include "tst_tying.moc"
