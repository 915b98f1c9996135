// SPDX-License-Identifier: GPL-3.0-or-later
#include <vector>

#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QListView>
#include <QTest>

#include "shown_canvas.h"
#include "tests/support/test_program.h"
#include "ui/editor/popups/choice_popup.h"
#include "ui/editor/popups/node_search.h"

namespace tst_undo_chain {

using namespace ligature;

namespace {

/// What the canvas shows, as text, to be compared before and after.
QStringList shown(const ShownCanvas& canvas)
{
    QStringList lines;
    const NetworkScene& scene = canvas.view.networkScene();
    for (const NodeItem* node : scene.nodes())
        lines.append(QString("%1 at %2, %3").arg(node->name()).arg(node->x()).arg(node->y()));
    for (const auto& [input, output] : canvas.network().links)
        lines.append(
            QString("link %1 %2").arg(scene.linkItem(input)->label()).arg(scene.linkItem(input)->path().length()));
    for (const auto& [slot, tie] : canvas.network().ties) {
        if (const TieItem* item = scene.tieItem(slot))
            lines.append(QString("tie %1 %2").arg(item->label()).arg(item->path().length()));
    }
    return lines;
}

} // namespace

class TestUndoChain : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// A session of many different edits by mouse and keyboard, undone to its start, redone, and undone again.
    void aWholeSessionIsUndoneAndRedoneToTheLastBit()
    {
        QApplication::clipboard()->clear();
        ShownCanvas canvas(untiedAutoencoder());
        std::vector<Project> states = {canvas.document.project()};
        std::vector<QStringList> drawings = {shown(canvas)};
        const auto step = [&](const char* what) {
            QVERIFY2(canvas.document.project() != states.back(), what);
            states.push_back(canvas.document.project());
            drawings.push_back(shown(canvas));
            QCOMPARE(canvas.document.undoStack()->count(), int(states.size()) - 1);
        };
        canvas.drag(canvas.at(canvas.port("W")), canvas.at(canvas.slot("encoder")));
        step("tie");
        canvas.drag(canvas.at(canvas.port("W")), canvas.at(canvas.slot("decoder")));
        step("tie transposed");
        canvas.drag(canvas.on("W"), canvas.on("W") + QPoint(60, 40));
        step("move the parameter");
        canvas.drag(canvas.at(canvas.input("decoder")), canvas.at(canvas.input("decoder")) + QPoint(-20, 170));
        step("unlink");
        canvas.drag(canvas.at(canvas.output("activation")), canvas.at(canvas.input("decoder")));
        step("link");
        canvas.moveTo({900, 560}, {}, {});
        canvas.key(Qt::Key_Tab);
        canvas.type("mean squared");
        QTest::keyClick(canvas.view.search().popup()->field(), Qt::Key_Return);
        step("add");
        canvas.click(canvas.on("activation"));
        canvas.key(Qt::Key_Delete, Qt::ControlModifier);
        step("delete and reconnect");
        canvas.click(canvas.on("encoder"));
        canvas.click(canvas.on("W"), Qt::ShiftModifier);
        canvas.key(Qt::Key_D, Qt::ControlModifier);
        step("duplicate");
        canvas.key(Qt::Key_Left);
        step("nudge");
        canvas.key(Qt::Key_Delete);
        step("delete");
        canvas.key(Qt::Key_L);
        step("arrange");

        QUndoStack& undo_stack = *canvas.document.undoStack();
        for (int round = 0; round < 2; ++round) {
            for (std::size_t i = states.size() - 1; i > 0; --i) {
                QCOMPARE(canvas.document.project(), states[i]);
                QCOMPARE(shown(canvas), drawings[i]);
                undo_stack.undo();
            }
            QCOMPARE(canvas.document.project(), states.front());
            QCOMPARE(shown(canvas), drawings.front());
            for (std::size_t i = 1; i < states.size(); ++i) {
                undo_stack.redo();
                QCOMPARE(canvas.document.project(), states[i]);
                QCOMPARE(shown(canvas), drawings[i]);
            }
        }
    }
};

LIGATURE_TEST(TestUndoChain)

} // namespace tst_undo_chain

#include "tst_undo_chain.moc"
