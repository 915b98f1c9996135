// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "shown_canvas.h"
#include "tests/support/test_program.h"

namespace tst_moving {

using namespace ligature;

namespace {

QPointF positionOf(const ShownCanvas& canvas, const std::string& layer)
{
    const CanvasPosition& position = canvas.document.project().canvas.layers.at(canvas.layer(layer));
    return {position.x, position.y};
}

} // namespace

class TestMoving : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aDragMovesTheNodeInOneStepAndSnapsToTheGrid()
    {
        ShownCanvas canvas(untiedAutoencoder());
        const QPointF before = positionOf(canvas, "activation");
        canvas.drag(canvas.on("activation"), canvas.on("activation") + QPoint(47, 93));
        QCOMPARE(positionOf(canvas, "activation"), before + QPointF(40, 100));
        QCOMPARE(canvas.document.undoStack()->count(), 1);
        QCOMPARE(canvas.document.undoStack()->undoText(), QString("Move activation"));
    }

    void aModifierSuspendsTheGrid_data()
    {
        QTest::addColumn<int>("modifier");
        QTest::newRow("Ctrl") << int(Qt::ControlModifier);
        QTest::newRow("Shift") << int(Qt::ShiftModifier);
    }
    void aModifierSuspendsTheGrid()
    {
        QFETCH(int, modifier);
        ShownCanvas canvas(untiedAutoencoder());
        const QPointF before = positionOf(canvas, "activation");
        const QPoint from = canvas.on("activation");
        canvas.press(from);
        canvas.moveTo(from + QPoint(30, 30));
        canvas.moveTo(from + QPoint(47, 93), Qt::KeyboardModifiers(modifier));
        canvas.release(from + QPoint(47, 93), Qt::KeyboardModifiers(modifier));
        QCOMPARE(positionOf(canvas, "activation"), before + QPointF(47, 93));
    }

    void allSelectedNodesMoveTogetherInOneStep()
    {
        ShownCanvas canvas(tiedAutoencoder());
        const Project start = canvas.document.project();
        canvas.key(Qt::Key_A, Qt::ControlModifier);
        canvas.drag(canvas.on("activation"), canvas.on("activation") + QPoint(40, 60));
        for (const auto& [id, position] : start.canvas.layers) {
            const CanvasPosition& now = canvas.document.project().canvas.layers.at(id);
            QCOMPARE(QPointF(now.x, now.y), QPointF(position.x + 40, position.y + 60));
        }
        QCOMPARE(canvas.document.undoStack()->count(), 1);
        canvas.document.undoStack()->undo();
        QCOMPARE(canvas.document.project(), start);
    }

    void linksAndTiesFollowWhileTheNodeIsDragged()
    {
        ShownCanvas canvas(tiedAutoencoder());
        const LinkItem* link = canvas.view.networkScene().linkItem({canvas.layer("decoder"), "input"});
        const TieItem* tie = canvas.view.networkScene().tieItem({canvas.layer("decoder"), "weight"});
        const QPointF link_end = link->toPosition();
        const QPointF tie_end = tie->toPosition();
        canvas.dragAndHold(canvas.on("decoder"), canvas.on("decoder") + QPoint(20, 40));
        QCOMPARE(link->toPosition(), link_end + QPointF(20, 40));
        QCOMPARE(tie->toPosition(), tie_end + QPointF(20, 40));
        QCOMPARE(canvas.document.undoStack()->count(), 0);
        canvas.release(canvas.on("decoder"));
    }

    void escapePutsEverythingBack()
    {
        ShownCanvas canvas(untiedAutoencoder());
        const QPointF before = canvas.item("encoder")->pos();
        canvas.dragAndHold(canvas.on("encoder"), canvas.on("encoder") + QPoint(100, 100));
        QVERIFY(canvas.item("encoder")->pos() != before);
        canvas.key(Qt::Key_Escape);
        QCOMPARE(canvas.item("encoder")->pos(), before);
        canvas.release(canvas.on("encoder"));
        QCOMPARE(canvas.document.undoStack()->count(), 0);
    }

    void aClickMovesNothing()
    {
        ShownCanvas canvas(untiedAutoencoder());
        canvas.click(canvas.on("encoder"));
        QCOMPARE(canvas.document.undoStack()->count(), 0);
    }

    void arrowKeysMoveTheSelectionAndMergeIntoOneStep()
    {
        ShownCanvas canvas(untiedAutoencoder());
        const QPointF before = positionOf(canvas, "encoder");
        canvas.click(canvas.on("encoder"));
        canvas.key(Qt::Key_Right);
        canvas.key(Qt::Key_Right);
        canvas.key(Qt::Key_Down);
        canvas.key(Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(positionOf(canvas, "encoder"), before + QPointF(40, 21));
        QCOMPARE(canvas.document.undoStack()->count(), 1);
    }

    void arrowKeysOnNothingPan()
    {
        ShownCanvas canvas(untiedAutoencoder());
        const QPointF centre = canvas.view.centrePosition();
        canvas.key(Qt::Key_Right);
        QVERIFY(canvas.view.centrePosition().x() > centre.x());
        QCOMPARE(canvas.document.undoStack()->count(), 0);
    }

    void aLayerDroppedOnALinkIsPutIntoIt()
    {
        Project project = ProjectBuilder()
                              .layer("input", "input", {{"shape", Shape{64}}})
                              .layerAt(520, 0, "dense", "dense")
                              .layerAt(260, 240, "relu", "relu")
                              .linked("input", "dense")
                              .build();
        ShownCanvas canvas(project);
        const LinkItem* link = canvas.view.networkScene().linkItem({canvas.layer("dense"), "input"});
        const QPoint middle = canvas.middleOf(link);
        const QPoint grip = canvas.on("relu");
        const QPoint to = grip + middle - canvas.at(canvas.item("relu")->sceneBody().center());
        canvas.dragAndHold(grip, to);
        QVERIFY(link->has(CanvasItem::Target));
        canvas.release(to);
        QCOMPARE(canvas.network().links.at({canvas.layer("relu"), "input"}).layer, canvas.layer("input"));
        QCOMPARE(canvas.network().links.at({canvas.layer("dense"), "input"}).layer, canvas.layer("relu"));
        QCOMPARE(canvas.document.undoStack()->count(), 1);
        canvas.document.undoStack()->undo();
        canvas.undoAll();
        QCOMPARE(canvas.document.project(), project);
    }

    void aLayerThatIsLinkedAlreadyIsNotPutIntoALink()
    {
        ShownCanvas canvas(untiedAutoencoder());
        const LinkItem* link = canvas.view.networkScene().linkItem({canvas.layer("encoder"), "input"});
        const QPoint to =
            canvas.on("decoder") + canvas.middleOf(link) - canvas.at(canvas.item("decoder")->sceneBody().center());
        const std::size_t links = canvas.network().links.size();
        canvas.drag(canvas.on("decoder"), to);
        QCOMPARE(canvas.network().links.size(), links);
        QCOMPARE(canvas.document.undoStack()->undoText(), QString("Move decoder"));
    }

    void autoLayoutIsOneStepAndLeavesNoOverlap()
    {
        Project project = tiedAutoencoder();
        for (auto& [id, position] : project.canvas.layers)
            position = {0, 0};
        ShownCanvas canvas(project);
        canvas.key(Qt::Key_L);
        QCOMPARE(canvas.document.undoStack()->count(), 1);
        const std::vector<NodeItem*> nodes = canvas.view.networkScene().nodes();
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            for (std::size_t j = i + 1; j < nodes.size(); ++j)
                QVERIFY(!nodes[i]->sceneBody().intersects(nodes[j]->sceneBody()));
        }
        canvas.document.undoStack()->undo();
        QCOMPARE(canvas.document.project(), project);
    }
};

LIGATURE_TEST(TestMoving)

} // namespace tst_moving

#include "tst_moving.moc"
