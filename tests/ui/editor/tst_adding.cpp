// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDropEvent>
#include <QLineEdit>
#include <QListView>
#include <QMimeData>
#include <QScrollBar>
#include <QTest>

#include "shown_canvas.h"
#include "tests/support/test_program.h"
#include "ui/editor/popups/choice_popup.h"
#include "ui/editor/popups/empty_hint.h"
#include "ui/editor/popups/name_editor.h"
#include "ui/editor/popups/node_search.h"
#include "ui/palette/node_catalogue.h"

namespace tst_adding {

using namespace ligature;

namespace {

/// What the palette's drag sends, from entering the canvas to the drop.
void drop(ShownCanvas& canvas, const QString& type, QPoint where)
{
    QMimeData data;
    data.setData(QLatin1String(nodeMimeType), type.toUtf8());
    QDragEnterEvent enter(where, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(canvas.view.viewport(), &enter);
    QVERIFY(enter.isAccepted());
    QDragMoveEvent move(where, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(canvas.view.viewport(), &move);
    QVERIFY(move.isAccepted());
    QDropEvent event(where, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(canvas.view.viewport(), &event);
    QVERIFY(event.isAccepted());
}

} // namespace

class TestAdding : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aKeyOpensTheSearchAndEnterAddsAtTheMouse_data()
    {
        QTest::addColumn<int>("key");
        QTest::addColumn<int>("modifier");
        QTest::newRow("Tab") << int(Qt::Key_Tab) << int(Qt::NoModifier);
        QTest::newRow("Shift+A") << int(Qt::Key_A) << int(Qt::ShiftModifier);
    }
    void aKeyOpensTheSearchAndEnterAddsAtTheMouse()
    {
        QFETCH(int, key);
        QFETCH(int, modifier);
        ShownCanvas canvas;
        const QPoint cursor(400, 300);
        canvas.moveTo(cursor, {}, {});
        canvas.key(key, Qt::KeyboardModifiers(modifier));
        ChoicePopup* popup = canvas.view.search().popup();
        QVERIFY(popup != nullptr && popup->isVisible());
        canvas.type("dens");
        QTest::keyClick(popup->field(), Qt::Key_Return);
        QCOMPARE(canvas.network().layers.size(), std::size_t(1));
        QCOMPARE(canvas.network().layers.begin()->second.type, std::string("dense"));
        QVERIFY(canvas.item("dense")->sceneBody().contains(canvas.view.mapToScene(cursor)));
        QVERIFY(canvas.selection.items().layers.contains(canvas.layer("dense")));
        QCOMPARE(canvas.document.undoStack()->count(), 1);
    }

    void aDoubleClickOnEmptyCanvasOpensTheSearch()
    {
        ShownCanvas canvas(untiedAutoencoder());
        QTest::mouseDClick(canvas.view.viewport(), Qt::LeftButton, {}, {30, 30});
        QVERIFY(canvas.view.search().popup() != nullptr);
    }

    void theArrowsChooseInTheSearch()
    {
        ShownCanvas canvas;
        canvas.key(Qt::Key_Tab);
        ChoicePopup* popup = canvas.view.search().popup();
        QTest::keyClick(popup->field(), Qt::Key_Down);
        QTest::keyClick(popup->field(), Qt::Key_Down);
        QTest::keyClick(popup->field(), Qt::Key_Up);
        const QString title = popup->list()->currentIndex().data().toString();
        QCOMPARE(title, popup->list()->model()->index(1, 0).data().toString());
        QTest::keyClick(popup->field(), Qt::Key_Return);
        QCOMPARE(canvas.view.networkScene().nodes().size(), std::size_t(1));
    }

    void whatIsFoundFitsWithoutAScrollBar_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("one") << "mean sq";
        QTest::newRow("two") << "relu";
    }
    void whatIsFoundFitsWithoutAScrollBar()
    {
        QFETCH(QString, text);
        ShownCanvas canvas;
        // As the program styles its lists.
        canvas.view.setStyleSheet(QStringLiteral("QListView { border: 1px solid black; padding: 3px; }"));
        canvas.key(Qt::Key_Tab);
        canvas.type(text);
        const QListView* const list = canvas.view.search().popup()->list();
        const QModelIndex last = list->model()->index(list->model()->rowCount() - 1, 0);
        QTRY_VERIFY(list->viewport()->rect().contains(list->visualRect(last)));
        QCOMPARE(list->verticalScrollBar()->maximum(), 0);
    }

    void escapeClosesTheSearchAndAddsNothing()
    {
        ShownCanvas canvas;
        canvas.key(Qt::Key_Tab);
        QTest::keyClick(canvas.view.search().popup()->field(), Qt::Key_Escape);
        QTRY_VERIFY(canvas.view.search().popup() == nullptr);
        QCOMPARE(canvas.document.undoStack()->count(), 0);
    }

    void aSharedParameterIsFoundTooAndGetsAColourOfItsOwn()
    {
        ShownCanvas canvas(tiedAutoencoder());
        canvas.key(Qt::Key_Tab);
        canvas.type("shared");
        QTest::keyClick(canvas.view.search().popup()->field(), Qt::Key_Return);
        QCOMPARE(canvas.selection.items().parameters.size(), std::size_t(1));
        const ParameterId added = *canvas.selection.items().parameters.begin();
        const std::map<ParameterId, int>& colours = canvas.document.project().canvas.colours;
        QVERIFY(colours.at(added) != colours.at(canvas.parameter("W")));
    }

    void aDropFromThePaletteAddsUnderTheMouse()
    {
        ShownCanvas canvas;
        drop(canvas, "relu", {500, 400});
        QVERIFY(canvas.item("relu")->sceneBody().contains(canvas.view.mapToScene(500, 400)));
        QCOMPARE(canvas.document.undoStack()->undoText(), QString("Add ReLU"));
    }

    void aDropOnALinkGoesIntoIt()
    {
        ShownCanvas canvas(untiedAutoencoder());
        const Port input{canvas.layer("encoder"), "input"};
        drop(canvas, "tanh", canvas.middleOf(canvas.view.networkScene().linkItem(input)));
        QCOMPARE(canvas.network().links.at(input).layer, canvas.layer("tanh"));
        QCOMPARE(canvas.network().links.at({canvas.layer("tanh"), "input"}).layer, canvas.layer("input"));
        QCOMPARE(canvas.document.undoStack()->count(), 1);
    }

    void aDropOfWhatHasNoInputLeavesTheLinkAlone()
    {
        ShownCanvas canvas(untiedAutoencoder());
        const auto links = canvas.network().links;
        drop(canvas, "input", canvas.middleOf(canvas.view.networkScene().linkItem({canvas.layer("encoder"), "input"})));
        QCOMPARE(canvas.network().links, links);
        QCOMPARE(canvas.network().layers.size(), std::size_t(5));
    }

    void somethingElseIsNotTaken()
    {
        ShownCanvas canvas;
        QMimeData data;
        data.setText("relu");
        QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(canvas.view.viewport(), &enter);
        QVERIFY(!enter.isAccepted());
    }

    void nodesAddedAtTheCentreDoNotOverlap()
    {
        ShownCanvas canvas;
        for (int i = 0; i < 6; ++i)
            canvas.view.addNodeAtCentre(i % 2 == 0 ? "dense" : sharedParameterType);
        const std::vector<NodeItem*> nodes = canvas.view.networkScene().nodes();
        QCOMPARE(nodes.size(), std::size_t(6));
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            for (std::size_t j = i + 1; j < nodes.size(); ++j) {
                QVERIFY(!nodes[i]->sceneBody().intersects(nodes[j]->sceneBody()));
            }
        }
    }

    void anUnknownTypeIsRefusedWithASentence()
    {
        ShownCanvas canvas;
        canvas.view.addNodeAtCentre("no_such_layer");
        QVERIFY(canvas.network().layers.empty());
        QVERIFY(canvas.view.tip().isVisible());
    }

    void connectToListsWhatFitsAndConnects()
    {
        Project project = ProjectBuilder()
                              .layer("input", "source", {{"shape", Shape{64}}})
                              .layer("relu", "first")
                              .layer("relu", "second")
                              .linked("source", "first")
                              .build();
        ShownCanvas canvas(project);
        canvas.click(canvas.on("first"));
        canvas.key(Qt::Key_C);
        ChoicePopup* popup = canvas.view.search().popup();
        QVERIFY(popup != nullptr);
        QCOMPARE(popup->list()->currentIndex().data().toString(), QString("second.input"));
        QTest::keyClick(popup->field(), Qt::Key_Return);
        QCOMPARE(canvas.network().links.at({canvas.layer("second"), "input"}).layer, canvas.layer("first"));
    }

    void connectToTiesAParameterToASlot()
    {
        ShownCanvas canvas(untiedAutoencoder());
        canvas.click(canvas.on("W"));
        canvas.key(Qt::Key_C);
        canvas.type("decoder.weight");
        QTest::keyClick(canvas.view.search().popup()->field(), Qt::Key_Return);
        QCOMPARE(canvas.network().ties.at({canvas.layer("decoder"), "weight"}).parameter, canvas.parameter("W"));
    }

    void makeSharedAsksForTheSlotWhereThereAreSeveral()
    {
        ShownCanvas canvas(untiedAutoencoder());
        canvas.click(canvas.on("encoder"));
        canvas.key(Qt::Key_M);
        ChoicePopup* popup = canvas.view.search().popup();
        QVERIFY(popup != nullptr);
        canvas.type("weight");
        QTest::keyClick(popup->field(), Qt::Key_Return);
        const ParameterId parameter = canvas.network().ties.at({canvas.layer("encoder"), "weight"}).parameter;
        QVERIFY(canvas.network().parameters.at(parameter).shared);
        QVERIFY(canvas.view.networkScene().parameterItem(parameter) != nullptr);
    }

    void aNodeIsRenamedInPlace_data()
    {
        QTest::addColumn<bool>("by_key");
        QTest::newRow("F2") << true;
        QTest::newRow("a double click on its name") << false;
    }
    void aNodeIsRenamedInPlace()
    {
        QFETCH(bool, by_key);
        ShownCanvas canvas(untiedAutoencoder());
        if (by_key) {
            canvas.click(canvas.on("encoder"));
            canvas.key(Qt::Key_F2);
        } else {
            const NodeItem* node = canvas.item("encoder");
            QTest::mouseDClick(canvas.view.viewport(), Qt::LeftButton, {},
                               canvas.at(node->pos() + node->nameRect().center()));
        }
        QVERIFY(canvas.view.nameEditor().isVisible());
        QCOMPARE(canvas.view.nameEditor().text(), QString("encoder"));
        canvas.type("squeeze");
        QTest::keyClick(&canvas.view.nameEditor(), Qt::Key_Return);
        QVERIFY(!canvas.view.nameEditor().isVisible());
        QVERIFY(findLayer(canvas.network(), "squeeze").has_value());
        QCOMPARE(canvas.document.undoStack()->count(), 1);
        QVERIFY(canvas.view.hasFocus());
    }

    void aTakenNameIsRefusedAndTheEditorStays()
    {
        ShownCanvas canvas(untiedAutoencoder());
        canvas.click(canvas.on("encoder"));
        canvas.key(Qt::Key_F2);
        canvas.type("decoder");
        QTest::keyClick(&canvas.view.nameEditor(), Qt::Key_Return);
        QVERIFY(canvas.view.nameEditor().isVisible());
        QVERIFY(canvas.view.tip().isVisible());
        QTest::keyClick(&canvas.view.nameEditor(), Qt::Key_Escape);
        QVERIFY(!canvas.view.nameEditor().isVisible());
        QCOMPARE(canvas.document.undoStack()->count(), 0);
    }

    void theEmptyCanvasSaysHowToBegin()
    {
        ShownCanvas canvas;
        auto* hint = canvas.view.findChild<EmptyHint*>();
        QVERIFY(hint->isVisible());
        drop(canvas, "relu", hint->geometry().center());
        QVERIFY(!hint->isVisible());
        canvas.document.undoStack()->undo();
        QVERIFY(hint->isVisible());
    }
};

LIGATURE_TEST(TestAdding)

} // namespace tst_adding

#include "tst_adding.moc"
