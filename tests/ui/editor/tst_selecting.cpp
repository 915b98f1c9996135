// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "shown_canvas.h"
#include "tests/support/test_program.h"
#include "ui/editor/popups/canvas_prompt.h"

#include <QPushButton>

namespace tst_selecting {

using namespace ligature;

class TestSelecting : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aClickSelectsOneAndAClickOnNothingNone()
    {
        ShownCanvas canvas(untiedAutoencoder());
        canvas.click(canvas.on("encoder"));
        QCOMPARE(canvas.selection.items().layers, std::set<LayerId>{canvas.layer("encoder")});
        QVERIFY(canvas.item("encoder")->has(CanvasItem::Selected));
        canvas.click(canvas.on("decoder"));
        QCOMPARE(canvas.selection.items().layers, std::set<LayerId>{canvas.layer("decoder")});
        canvas.click({8, 8});
        QVERIFY(canvas.selection.items().empty());
        QVERIFY(!canvas.item("decoder")->has(CanvasItem::Selected));
    }

    void shiftAndCtrlAddAndTakeAway()
    {
        ShownCanvas canvas(untiedAutoencoder());
        canvas.click(canvas.on("encoder"));
        canvas.click(canvas.on("W"), Qt::ShiftModifier);
        QCOMPARE(canvas.selection.items().layers.size(), std::size_t(1));
        QCOMPARE(canvas.selection.items().parameters.size(), std::size_t(1));
        canvas.click(canvas.on("encoder"), Qt::ControlModifier);
        QVERIFY(canvas.selection.items().layers.empty());
    }

    void aClickOnOneOfManyKeepsOnlyThatOne()
    {
        ShownCanvas canvas(untiedAutoencoder());
        canvas.key(Qt::Key_A, Qt::ControlModifier);
        canvas.click(canvas.on("encoder"));
        QCOMPARE(canvas.selection.items().layers, std::set<LayerId>{canvas.layer("encoder")});
        QVERIFY(canvas.selection.items().parameters.empty());
    }

    void aBoxSelectsTheNodesThatItTouches()
    {
        ShownCanvas canvas(untiedAutoencoder());
        const QPoint from = canvas.at(canvas.item("encoder")->sceneBody().topLeft()) - QPoint(20, 40);
        const QPoint to = canvas.at(canvas.item("activation")->sceneBody().center());
        canvas.drag(from, to);
        const std::set<LayerId> expected{canvas.layer("encoder"), canvas.layer("activation")};
        QCOMPARE(canvas.selection.items().layers, expected);
        QVERIFY(canvas.selection.items().parameters.empty());
        QCOMPARE(canvas.document.undoStack()->count(), 0);
    }

    void aBoxWithShiftAddsToTheSelection()
    {
        ShownCanvas canvas(untiedAutoencoder());
        canvas.click(canvas.on("input"));
        const QPoint from = canvas.at(canvas.item("encoder")->sceneBody().topLeft()) - QPoint(20, 40);
        canvas.drag(from, canvas.at(canvas.item("activation")->sceneBody().center()), Qt::ShiftModifier);
        QCOMPARE(canvas.selection.items().layers.size(), std::size_t(3));
    }

    void escapeInABoxBringsTheOldSelectionBack()
    {
        ShownCanvas canvas(untiedAutoencoder());
        canvas.click(canvas.on("input"));
        const SelectedItems before = canvas.selection.items();
        const QPoint from = canvas.at(canvas.item("encoder")->sceneBody().topLeft()) - QPoint(20, 40);
        canvas.moveTo(from, {}, {});
        canvas.press(from, Qt::ShiftModifier);
        canvas.moveTo(from + QPoint(200, 120), Qt::ShiftModifier);
        QVERIFY(canvas.selection.items() != before);
        canvas.key(Qt::Key_Escape);
        QCOMPARE(canvas.selection.items(), before);
        canvas.release(from);
    }

    void aClickOnALinkSelectsItAndDeleteRemovesIt()
    {
        ShownCanvas canvas(untiedAutoencoder());
        const Port input{canvas.layer("activation"), "input"};
        canvas.click(canvas.middleOf(canvas.view.networkScene().linkItem(input)));
        QCOMPARE(canvas.selection.items().links, std::set<Port>{input});
        canvas.key(Qt::Key_Delete);
        QVERIFY(!canvas.network().links.contains(input));
        QVERIFY(canvas.view.networkScene().linkItem(input) == nullptr);
        QVERIFY(canvas.selection.items().empty());
    }

    void deleteRemovesNodesWithTheirLinksInOneStep()
    {
        ShownCanvas canvas(untiedAutoencoder());
        const Project start = canvas.document.project();
        canvas.click(canvas.on("activation"));
        canvas.key(Qt::Key_Delete);
        QVERIFY(!findLayer(canvas.network(), "activation"));
        QCOMPARE(canvas.network().links.size(), std::size_t(1));
        canvas.document.undoStack()->undo();
        QCOMPARE(canvas.document.project(), start);
        QVERIFY(canvas.item("activation") != nullptr);
    }

    void deleteAndReconnectClosesTheGap()
    {
        ShownCanvas canvas(untiedAutoencoder());
        canvas.click(canvas.on("activation"));
        canvas.key(Qt::Key_Delete, Qt::ControlModifier);
        QCOMPARE(canvas.network().links.at({canvas.layer("decoder"), "input"}).layer, canvas.layer("encoder"));
        QCOMPARE(canvas.document.undoStack()->count(), 1);
    }

    void deletingAParameterThatIsUsedAsksFirst()
    {
        ShownCanvas canvas(tiedAutoencoder());
        canvas.click(canvas.on("W"));
        canvas.key(Qt::Key_Delete);
        QCOMPARE(canvas.document.undoStack()->count(), 0);
        const auto& buttons = canvas.view.prompt().buttons();
        QCOMPARE(buttons.size(), std::size_t(2));
        QTest::mouseClick(buttons.front(), Qt::LeftButton);
        QVERIFY(!findSharedParameter(canvas.network(), "W"));
        QCOMPARE(canvas.document.undoStack()->count(), 1);
    }

    void altAndAnArrowSelectTheNextNode()
    {
        ShownCanvas canvas(untiedAutoencoder());
        canvas.click(canvas.on("input"));
        canvas.key(Qt::Key_Right, Qt::AltModifier);
        QCOMPARE(canvas.selection.items().layers, std::set<LayerId>{canvas.layer("encoder")});
        canvas.key(Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(canvas.selection.items().layers, std::set<LayerId>{canvas.layer("input")});
    }

    void aSelectionMadeElsewhereShowsOnTheCanvas()
    {
        ShownCanvas canvas(untiedAutoencoder());
        SelectedItems items;
        items.parameters.insert(canvas.parameter("W"));
        canvas.selection.set(items);
        QVERIFY(canvas.item("W")->has(CanvasItem::Selected));
    }
};

LIGATURE_TEST(TestSelecting)

} // namespace tst_selecting

#include "tst_selecting.moc"
