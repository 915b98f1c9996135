// SPDX-License-Identifier: GPL-3.0-or-later
#include <QLineEdit>
#include <QListView>
#include <QTest>

#include "shown_canvas.h"
#include "tests/support/test_program.h"
#include "ui/editor/popups/choice_popup.h"
#include "ui/editor/popups/node_search.h"

namespace tst_linking {

using namespace ligature;

namespace {

/// Three layers in a row, nothing linked but the first two.
Project threeLayers()
{
    return ProjectBuilder()
        .layer("input", "input", {{"shape", Shape{64}}})
        .layer("relu", "first")
        .layer("relu", "second")
        .linked("input", "first")
        .build();
}

} // namespace

class TestLinking : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aDragLinksInEitherDirection_data()
    {
        QTest::addColumn<bool>("from_output");
        QTest::newRow("from an output to an input") << true;
        QTest::newRow("from an input to an output") << false;
    }
    void aDragLinksInEitherDirection()
    {
        QFETCH(bool, from_output);
        ShownCanvas canvas(threeLayers());
        const QPoint output = canvas.at(canvas.output("first"));
        const QPoint input = canvas.at(canvas.input("second"));
        canvas.drag(from_output ? output : input, from_output ? input : output);
        const Port second{canvas.layer("second"), "input"};
        QVERIFY(canvas.network().links.contains(second));
        QCOMPARE(canvas.network().links.at(second).layer, canvas.layer("first"));
        QCOMPARE(canvas.document.undoStack()->count(), 1);
        QCOMPARE(canvas.document.undoStack()->undoText(), QString("Link first to second"));
        QCOMPARE(canvas.view.networkScene().linkItem(second)->label(), QString("64"));
    }

    void aDropAnywhereOnANodeLinksItsFirstFreeInput()
    {
        ShownCanvas canvas(threeLayers());
        canvas.drag(canvas.at(canvas.output("first")), canvas.on("second"));
        QVERIFY(canvas.network().links.contains({canvas.layer("second"), "input"}));
    }

    void aLinkThatWouldCloseACircleIsRefusedWithItsReason()
    {
        Project project =
            ProjectBuilder().layer("relu", "first").layer("relu", "second").linked("first", "second").build();
        ShownCanvas canvas(project);
        canvas.dragAndHold(canvas.at(canvas.output("second")), canvas.at(canvas.input("first")));
        QVERIFY(canvas.view.tip().isVisible());
        QVERIFY2(canvas.view.tip().text().contains("circle"), qPrintable(canvas.view.tip().text()));
        canvas.release(canvas.at(canvas.input("first")));
        QCOMPARE(canvas.document.undoStack()->count(), 0);
        QCOMPARE(canvas.network(), project.network);
    }

    void anOutputIsNotLinkedToASlot()
    {
        ShownCanvas canvas(untiedAutoencoder());
        canvas.dragAndHold(canvas.at(canvas.output("encoder")), canvas.at(canvas.slot("decoder")));
        QVERIFY2(canvas.view.tip().text().contains("parameter slot"), qPrintable(canvas.view.tip().text()));
        canvas.release(canvas.at(canvas.slot("decoder")));
        QCOMPARE(canvas.document.undoStack()->count(), 0);
        QVERIFY(canvas.view.tip().isVisible());
        canvas.key(Qt::Key_Escape);
        QVERIFY(!canvas.view.tip().isVisible());
    }

    void whileDraggingWhatFitsLightsUpAndTheRestDims()
    {
        ShownCanvas canvas(threeLayers());
        canvas.dragAndHold(canvas.at(canvas.output("first")), canvas.at(canvas.input("second")) - QPoint(60, 60));
        const auto mark = [&](const Endpoint& endpoint) {
            for (const NodeItem::Anchor& anchor : canvas.view.networkScene().nodeOf(endpoint)->anchors()) {
                if (anchor.endpoint == endpoint)
                    return anchor.mark;
            }
            return NodeItem::Mark::None;
        };
        QCOMPARE(mark(canvas.input("second")), NodeItem::Mark::Fits);
        QCOMPARE(mark(canvas.output("second")), NodeItem::Mark::Refused);
        QVERIFY(canvas.item("input")->has(CanvasItem::Dimmed));
        QVERIFY(!canvas.item("second")->has(CanvasItem::Dimmed));
        canvas.key(Qt::Key_Escape);
        QCOMPARE(mark(canvas.input("second")), NodeItem::Mark::None);
        QVERIFY(!canvas.item("input")->has(CanvasItem::Dimmed));
        canvas.release(canvas.at(canvas.input("second")));
        QCOMPARE(canvas.document.undoStack()->count(), 0);
    }

    void anInputsEndDraggedAwayUnlinks()
    {
        ShownCanvas canvas(threeLayers());
        const Project start = canvas.document.project();
        canvas.drag(canvas.at(canvas.input("first")), canvas.at(canvas.input("first")) + QPoint(0, 180));
        QVERIFY(canvas.network().links.empty());
        QCOMPARE(canvas.document.undoStack()->undoText(), QString("Unlink first"));
        canvas.document.undoStack()->undo();
        QCOMPARE(canvas.document.project(), start);
    }

    void anInputsEndDraggedToAnotherInputMovesTheLinkInOneStep()
    {
        ShownCanvas canvas(threeLayers());
        canvas.drag(canvas.at(canvas.input("first")), canvas.at(canvas.input("second")));
        QCOMPARE(canvas.network().links.size(), std::size_t(1));
        QCOMPARE(canvas.network().links.begin()->first.layer, canvas.layer("second"));
        QCOMPARE(canvas.document.undoStack()->count(), 1);
    }

    void anInputsEndPutBackChangesNothing()
    {
        ShownCanvas canvas(threeLayers());
        const QPoint end = canvas.at(canvas.input("first"));
        canvas.press(end);
        canvas.moveTo(end - QPoint(80, 40));
        canvas.moveTo(end);
        canvas.release(end);
        QCOMPARE(canvas.document.undoStack()->count(), 0);
        QVERIFY(canvas.view.networkScene().linkItem({canvas.layer("first"), "input"})->isVisible());
    }

    void aDropOnEmptyCanvasOffersWhatFitsAndConnectsWhatIsChosen()
    {
        ShownCanvas canvas(threeLayers());
        const QPoint drop = canvas.at(canvas.output("second")) + QPoint(40, 150);
        canvas.drag(canvas.at(canvas.output("second")), drop);
        ChoicePopup* popup = canvas.view.search().popup();
        QVERIFY(popup != nullptr && popup->isVisible());
        const auto listed = [&] {
            QStringList titles;
            for (int row = 0; row < popup->list()->model()->rowCount(); ++row)
                titles.append(popup->list()->model()->index(row, 0).data().toString());
            return titles;
        };
        QVERIFY(!listed().contains("Input"));
        QVERIFY(!listed().contains("Shared parameter"));
        canvas.type("dense");
        QCOMPARE(listed().front(), QString("Dense"));
        QTest::keyClick(popup->field(), Qt::Key_Return);
        const LayerId dense = canvas.layer("dense");
        QCOMPARE(canvas.network().links.at({dense, "input"}).layer, canvas.layer("second"));
        QCOMPARE(canvas.document.undoStack()->count(), 1);
        QVERIFY(canvas.selection.items().layers.contains(dense));
        // Its input is where the wire was dropped, up to the grid.
        const QPoint away = canvas.at(canvas.input("dense")) - drop;
        QVERIFY(std::abs(away.x()) <= 12 && std::abs(away.y()) <= 12);
    }

    void aDropOnEmptyCanvasThatIsGivenUpChangesNothing()
    {
        ShownCanvas canvas(threeLayers());
        canvas.drag(canvas.at(canvas.output("second")), canvas.at(canvas.output("second")) + QPoint(40, 150));
        QTest::keyClick(canvas.view.search().popup()->field(), Qt::Key_Escape);
        QCOMPARE(canvas.document.undoStack()->count(), 0);
    }

    void anUndoInTheMiddleOfADragEndsIt()
    {
        ShownCanvas canvas(threeLayers());
        canvas.drag(canvas.at(canvas.output("first")), canvas.at(canvas.input("second")));
        canvas.dragAndHold(canvas.at(canvas.output("second")), canvas.at(canvas.output("second")) + QPoint(60, 80));
        canvas.document.undoStack()->undo();
        canvas.release(canvas.at(canvas.output("second")) + QPoint(60, 80));
        QVERIFY(canvas.view.search().popup() == nullptr);
        QCOMPARE(canvas.document.undoStack()->index(), 0);
    }

    void theKnifeCutsTheLinksThatItCrosses()
    {
        ShownCanvas canvas(untiedAutoencoder());
        const QPoint encoder_link =
            canvas.middleOf(canvas.view.networkScene().linkItem({canvas.layer("encoder"), "input"}));
        canvas.drag(encoder_link - QPoint(0, 60), encoder_link + QPoint(0, 60), Qt::AltModifier);
        QVERIFY(!canvas.network().links.contains({canvas.layer("encoder"), "input"}));
        QCOMPARE(canvas.network().links.size(), std::size_t(2));
        QCOMPARE(canvas.document.undoStack()->count(), 1);
    }
};

LIGATURE_TEST(TestLinking)

} // namespace tst_linking

#include "tst_linking.moc"
