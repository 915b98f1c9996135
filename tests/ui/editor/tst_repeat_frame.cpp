// SPDX-License-Identifier: GPL-3.0-or-later
#include <QHelpEvent>
#include <QSpinBox>
#include <QTest>
#include <QToolTip>

#include "core/network/edits.h"
#include "repeated_chain.h"
#include "tests/support/test_program.h"
#include "ui/editor/canvas_navigation.h"
#include "ui/editor/popups/counter_editor.h"
#include "ui/editor/popups/name_editor.h"

namespace tst_repeat_frame {

using namespace ligature;

class RepeatFrameTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theFrameLiesAroundItsLayersAndSaysWhatItDoes()
    {
        RepeatedCanvas canvas;
        const QRectF frame = canvas.frame()->frame();
        for (const std::string name : {"dense", "relu"})
            QVERIFY(frame.contains(canvas.item(name)->sceneBody()));
        for (const std::string name : {"input", "out"})
            QVERIFY(!frame.intersects(canvas.item(name)->sceneBody()));
        QVERIFY(canvas.frame()->zValue() < canvas.item("dense")->zValue());
        const RepeatContent& content = canvas.frame()->content();
        QCOMPARE(content.name, QString("loop"));
        QCOMPARE(content.counter, QString("× 4"));
        QCOMPARE(content.sharing, QString("shared parameters"));
        QVERIFY(!content.stacked);
        RepeatedCanvas own(repeatedChain(false));
        QCOMPARE(own.frame()->content().sharing, QString("own parameters in each pass"));
        QVERIFY(own.frame()->content().stacked);
    }

    void theFrameFollowsALayerWhileItIsDragged()
    {
        RepeatedCanvas canvas;
        const QRectF before = canvas.frame()->frame();
        canvas.dragAndHold(canvas.on("relu"), canvas.on("relu") + QPoint(0, 160));
        QVERIFY(canvas.frame()->frame().contains(canvas.item("relu")->sceneBody()));
        QCOMPARE(canvas.frame()->frame().bottom(),
                 before.bottom() + 160 + canvas.item("relu")->body().height() - canvas.item("dense")->body().height());
        canvas.key(Qt::Key_Escape);
        QCOMPARE(canvas.frame()->frame(), before);
        canvas.release(canvas.on("relu"));
    }

    void draggingItsTitleMovesAllItsLayersInOneStep()
    {
        RepeatedCanvas canvas;
        const Project start = canvas.document.project();
        const QPointF dense = canvas.positionOf("dense");
        const QPointF relu = canvas.positionOf("relu");
        const QPointF out = canvas.positionOf("out");
        const QRectF frame = canvas.frame()->frame();
        canvas.drag(canvas.onTitle(), canvas.onTitle() + QPoint(47, 93));
        QCOMPARE(canvas.positionOf("dense"), dense + QPointF(40, 100));
        QCOMPARE(canvas.positionOf("relu"), relu + QPointF(40, 100));
        QCOMPARE(canvas.positionOf("out"), out);
        QCOMPARE(canvas.frame()->frame(), frame.translated(40, 100));
        QCOMPARE(canvas.document.undoStack()->count(), 1);
        QCOMPARE(canvas.document.undoStack()->undoText(), QString("Move loop"));
        QCOMPARE(canvas.selection.items(), SelectedItems{.repeats = {canvas.loop()}});
        const Project moved = canvas.document.project();
        canvas.document.undoStack()->undo();
        QCOMPARE(canvas.document.project(), start);
        QCOMPARE(canvas.frame()->frame(), frame);
        canvas.document.undoStack()->redo();
        QCOMPARE(canvas.document.project(), moved);
        QCOMPARE(canvas.frame()->frame(), frame.translated(40, 100));
    }

    void arrowKeysMoveASelectedOneInOneStep()
    {
        RepeatedCanvas canvas;
        const QPointF dense = canvas.positionOf("dense");
        canvas.click(canvas.onTitle());
        canvas.key(Qt::Key_Down);
        canvas.key(Qt::Key_Down);
        QCOMPARE(canvas.positionOf("dense"), dense + QPointF(0, 40));
        QCOMPARE(canvas.document.undoStack()->count(), 1);
        QCOMPARE(canvas.document.undoStack()->undoText(), QString("Move loop"));
    }

    void altAndArrowsSelectItFromItsLayersAndBack()
    {
        RepeatedCanvas canvas;
        canvas.click(canvas.on("relu"));
        canvas.key(Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(canvas.selection.items(), SelectedItems{.repeats = {canvas.loop()}});
        canvas.key(Qt::Key_Down, Qt::AltModifier);
        QCOMPARE(canvas.selection.items(), SelectedItems{.layers = {canvas.layer("dense")}});
        canvas.key(Qt::Key_Right, Qt::AltModifier);
        QCOMPARE(canvas.selection.items(), SelectedItems{.layers = {canvas.layer("relu")}});
    }

    void aClickSelectsIt_data()
    {
        QTest::addColumn<QString>("where");
        QTest::newRow("on its title") << "title";
        QTest::newRow("between its layers") << "ground";
        QTest::newRow("on its counter") << "counter";
    }
    void aClickSelectsIt()
    {
        QFETCH(QString, where);
        RepeatedCanvas canvas;
        canvas.click(canvas.on("out"));
        const QPoint place = where == "title"    ? canvas.onTitle()
                             : where == "ground" ? canvas.onGround()
                                                 : canvas.onCounter();
        canvas.click(place);
        QCOMPARE(canvas.selection.items(), SelectedItems{.repeats = {canvas.loop()}});
        QVERIFY(canvas.frame()->has(CanvasItem::Selected));
        QVERIFY(!canvas.item("dense")->has(CanvasItem::Selected));
        canvas.click(canvas.on("out"), Qt::ShiftModifier);
        QCOMPARE(canvas.selection.items(),
                 (SelectedItems{.layers = {canvas.layer("out")}, .repeats = {canvas.loop()}}));
        canvas.click(place, Qt::ControlModifier);
        QCOMPARE(canvas.selection.items(), SelectedItems{.layers = {canvas.layer("out")}});
        canvas.click({5, 5});
        QVERIFY(canvas.selection.items().empty());
        QCOMPARE(canvas.document.undoStack()->count(), 0);
    }

    void aDragBetweenItsLayersDrawsABox()
    {
        RepeatedCanvas canvas;
        canvas.drag(canvas.onGround(), canvas.on("relu"));
        QCOMPARE(canvas.selection.items(), SelectedItems{.layers = {canvas.layer("relu")}});
        QCOMPARE(canvas.document.undoStack()->count(), 0);
    }

    void theMouseLightsUpTheFrameAndItsCounter()
    {
        RepeatedCanvas canvas;
        canvas.moveTo(canvas.onTitle(), {}, {});
        QVERIFY(canvas.frame()->has(CanvasItem::Hovered));
        QCOMPARE(canvas.view.viewport()->cursor().shape(), Qt::ArrowCursor);
        canvas.moveTo(canvas.onCounter(), {}, {});
        QCOMPARE(canvas.view.viewport()->cursor().shape(), Qt::PointingHandCursor);
        canvas.moveTo(canvas.on("dense"), {}, {});
        QVERIFY(!canvas.frame()->has(CanvasItem::Hovered));
    }

    void itsTooltipSaysWhatItDoesAndWhatItSaves()
    {
        RepeatedCanvas canvas;
        const QPoint where = canvas.onTitle();
        QHelpEvent help(QEvent::ToolTip, where, canvas.view.viewport()->mapToGlobal(where));
        QCoreApplication::sendEvent(canvas.view.viewport(), &help);
        QVERIFY(QToolTip::text().contains("Applied 4 times in a row"));
        QVERIFY(QToolTip::text().contains("72 instead of 288"));
        QToolTip::hideText();
    }

    void aDoubleClickOnTheCounterEditsIt()
    {
        RepeatedCanvas canvas;
        const Project start = canvas.document.project();
        CounterEditor& editor = canvas.view.counterEditor();
        QTest::mouseDClick(canvas.view.viewport(), Qt::LeftButton, {}, canvas.onCounter());
        QVERIFY(editor.isVisible() && editor.hasFocus());
        QCOMPARE(editor.value(), 4);
        QTest::keyClicks(&editor, "12");
        QTest::keyClick(&editor, Qt::Key_Return);
        QVERIFY(!editor.isVisible());
        QVERIFY(canvas.view.hasFocus());
        QCOMPARE(canvas.repeat().count, std::int64_t{12});
        QCOMPARE(canvas.frame()->content().counter, QString("× 12"));
        QCOMPARE(canvas.document.undoStack()->count(), 1);
        QCOMPARE(canvas.document.undoStack()->undoText(), QString("Set loop to 12 passes"));
        canvas.document.undoStack()->undo();
        QCOMPARE(canvas.document.project(), start);
        QCOMPARE(canvas.frame()->content().counter, QString("× 4"));
    }

    void escapeKeepsTheCountAndLeavingTheEditorTakesIt()
    {
        RepeatedCanvas canvas;
        CounterEditor& editor = canvas.view.counterEditor();
        QTest::mouseDClick(canvas.view.viewport(), Qt::LeftButton, {}, canvas.onCounter());
        QTest::keyClick(&editor, Qt::Key_Up);
        QTest::keyClick(&editor, Qt::Key_Escape);
        QVERIFY(!editor.isVisible());
        QCOMPARE(canvas.document.undoStack()->count(), 0);
        QTest::mouseDClick(canvas.view.viewport(), Qt::LeftButton, {}, canvas.onCounter());
        QTest::keyClick(&editor, Qt::Key_Up);
        QTest::keyClick(&editor, Qt::Key_Up);
        QCOMPARE(canvas.document.undoStack()->count(), 0);
        canvas.view.setFocus();
        QCOMPARE(canvas.repeat().count, std::int64_t{6});
        QCOMPARE(canvas.document.undoStack()->count(), 1);
    }

    void aDoubleClickOnTheNameRenamesItAndSoDoesAKey()
    {
        RepeatedCanvas canvas;
        NameEditor& editor = canvas.view.nameEditor();
        QTest::mouseDClick(canvas.view.viewport(), Qt::LeftButton, {}, canvas.onName());
        QVERIFY(editor.isVisible());
        QCOMPARE(editor.text(), QString("loop"));
        QTest::keyClicks(&editor, "encoder");
        QTest::keyClick(&editor, Qt::Key_Return);
        QCOMPARE(canvas.repeat().name, std::string("encoder"));
        QCOMPARE(canvas.document.undoStack()->undoText(), QString("Rename loop to encoder"));
        canvas.click(canvas.onTitle());
        canvas.key(Qt::Key_F2);
        QVERIFY(editor.isVisible());
        QCOMPARE(editor.text(), QString("encoder"));
        QTest::keyClick(&editor, Qt::Key_Escape);
        QCOMPARE(canvas.document.undoStack()->count(), 1);
    }

    void whatIsWrongWithItSaysTheFrameAndNoLayer()
    {
        RepeatedCanvas canvas;
        QVERIFY(!canvas.frame()->content().message);
        const QRectF sound = canvas.frame()->boundingRect();
        QVERIFY(canvas.document.edit("Unlink", [&](Project& project) -> Result<void> {
            unlink(project.network, {canvas.layer("out"), "input"});
            return {};
        }));
        QVERIFY(canvas.frame()->content().message);
        const NodeMessage message = *canvas.frame()->content().message;
        QVERIFY(message.severity == Severity::Error);
        QVERIFY2(message.text.contains("nothing outside reads what the repeated layers give. Link one of their "
                                       "outputs to a layer outside of them."),
                 qPrintable(message.text));
        for (const std::string name : {"dense", "relu"}) {
            const auto own = canvas.view.networkScene().layerItem(canvas.layer(name))->content().message;
            QVERIFY(!own || !own->text.contains("cannot be repeated"));
        }
        QVERIFY(canvas.frame()->boundingRect().top() < sound.top() - 20); // It is spelled out above the frame.
        canvas.document.undoStack()->undo();
        QVERIFY(!canvas.frame()->content().message);
    }

    void aLayerDroppedOnALinkBetweenItsLayersIsRepeatedToo()
    {
        Project project = repeatedChain();
        const LayerId tanh = addLayer(project.network, "tanh", "tanh");
        project.canvas.layers[tanh] = {360, 240};
        RepeatedCanvas canvas(project);
        const LinkItem* link = canvas.view.networkScene().linkItem({canvas.layer("relu"), "input"});
        const QPoint grip = canvas.on("tanh");
        const QPoint middle = canvas.at(canvas.item("tanh")->sceneBody().center());
        canvas.drag(grip, canvas.middleOf(link) + (grip - middle));
        QCOMPARE(canvas.network().links.at({tanh, "input"}).layer, canvas.layer("dense"));
        QVERIFY(canvas.repeat().layers.contains(tanh));
        QCOMPARE(canvas.document.undoStack()->count(), 1);
        canvas.undoAll();
        QCOMPARE(canvas.document.project(), project);
    }

    void aLayerAddedWithinTheFrameIsRepeatedToo()
    {
        RepeatedCanvas canvas;
        QTest::mouseDClick(canvas.view.viewport(), Qt::LeftButton, {}, canvas.onGround());
        canvas.type("tanh");
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QVERIFY(canvas.repeat().layers.contains(canvas.layer("tanh")));
        QVERIFY(canvas.frame()->frame().contains(canvas.item("tanh")->sceneBody()));
        QCOMPARE(canvas.document.undoStack()->count(), 1);
        canvas.document.undoStack()->undo();
        // One that is put where there is room lies clear of the frame.
        canvas.view.addNodeAtCentre("relu");
        QVERIFY(!canvas.frame()->frame().intersects(canvas.item("relu2")->sceneBody()));
        QCOMPARE(canvas.repeat().layers.size(), std::size_t{2});
        // Data within it is not repeated.
        canvas.undoAll();
        QTest::mouseDClick(canvas.view.viewport(), Qt::LeftButton, {}, canvas.onGround());
        canvas.type("target");
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QCOMPARE(canvas.repeat().layers.size(), std::size_t{2});
    }

    void autoLayoutLeavesNothingElseWithinTheFrame()
    {
        Project project = repeatedChain();
        const LayerId aside = addLayer(project.network, "tanh", "aside");
        QVERIFY(link(project.network, {*findLayer(project.network, "input"), "output"}, {aside, "input"}));
        project.canvas.layers[aside] = {0, 400};
        RepeatedCanvas canvas(project);
        canvas.key(Qt::Key_L);
        const QRectF frame = canvas.frame()->frame();
        for (const std::string name : {"input", "out", "softmax", "aside"})
            QVERIFY2(!frame.intersects(canvas.item(name)->sceneBody()), name.c_str());
        for (const std::string name : {"dense", "relu"})
            QVERIFY(frame.contains(canvas.item(name)->sceneBody()));
    }

    void everythingInViewMeansTheFramesToo()
    {
        RepeatedCanvas canvas;
        canvas.view.frameAll();
        const QRectF seen = canvas.view.mapToScene(canvas.view.viewport()->rect()).boundingRect();
        QVERIFY(seen.contains(canvas.frame()->frame()));
        canvas.click(canvas.onTitle());
        canvas.key(Qt::Key_F);
        const QRectF framed = canvas.view.mapToScene(canvas.view.viewport()->rect()).boundingRect();
        QVERIFY(framed.contains(canvas.frame()->frame()));
        QVERIFY(framed.width() < seen.width());
    }

    void aLinkThatGoesRoundItsLayersRunsBelowTheTitle()
    {
        Project project = repeatedChain();
        const LayerId sum = addLayer(project.network, "add", "sum");
        const auto id = [&](const char* name) { return *findLayer(project.network, name); };
        QVERIFY(link(project.network, {id("input"), "output"}, {sum, "input1"}));
        QVERIFY(link(project.network, {id("relu"), "output"}, {sum, "input2"}));
        QVERIFY(link(project.network, {sum, "output"}, {id("out"), "input"}));
        project.network.repeats.begin()->second.layers.insert(sum);
        for (const char* name : {"out", "softmax"})
            project.canvas.layers.at(id(name)).x += 240;
        project.canvas.layers[sum] = {720, 0};
        RepeatedCanvas canvas(project);
        const LinkItem* round = canvas.view.networkScene().linkItem({sum, "input1"});
        QVERIFY(round->lane());
        QVERIFY(canvas.frame()->titleBar().bottom() + 10 < *round->lane());
        QVERIFY(*round->lane() < canvas.frame()->frame().bottom() - 10);
    }

    void fromFarAwayItsTitleIsStillHit()
    {
        RepeatedCanvas canvas;
        canvas.view.navigation().setZoom(0.25);
        canvas.view.centerOn(canvas.frame()->frame().center());
        // Its name and counter are written above it, as large as ever.
        const QRectF label = canvas.frame()->farLabel(canvas.view.zoom());
        QVERIFY(!label.intersects(canvas.frame()->frame()));
        QVERIFY(canvas.frame()->boundingRect().contains(label));
        QVERIFY(label.height() * canvas.view.zoom() >= 14);
        canvas.click(canvas.at(label.center()));
        QCOMPARE(canvas.selection.items(), SelectedItems{.repeats = {canvas.loop()}});
        QVERIFY(!canvas.view.grab().isNull());
    }
};

LIGATURE_TEST(RepeatFrameTest)

} // namespace tst_repeat_frame

#include "tst_repeat_frame.moc"
