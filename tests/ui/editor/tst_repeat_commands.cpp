// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QMenu>
#include <QRadioButton>
#include <QSpinBox>
#include <QTest>

#include "repeated_chain.h"
#include "tests/support/test_program.h"
#include "ui/dialogs/repeat_dialog.h"
#include "ui/editor/canvas_menu.h"
#include "ui/editor/popups/canvas_prompt.h"
#include "ui/editor/popups/counter_editor.h"

namespace tst_repeat_commands {

using namespace ligature;

namespace {

QAction* find(const QMenu* menu, const QString& text)
{
    for (QAction* action : menu->actions()) {
        if (QString(action->text()).remove('&').startsWith(text))
            return action;
    }
    return nullptr;
}

RepeatDialog* dialogOf(const ShownCanvas& canvas)
{
    return canvas.view.window()->findChild<RepeatDialog*>();
}

/// Whether every repeat could be applied.
bool allSound(const Network& network)
{
    return std::ranges::all_of(
        network.repeats, [&](const auto& entry) { return repeatPorts(network, entry.second.layers).has_value(); });
}

} // namespace

class RepeatCommandsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theSelectedLayersAreRepeatedByAKey()
    {
        ShownCanvas canvas(plainChain());
        canvas.click(canvas.on("dense"));
        canvas.click(canvas.on("relu"), Qt::ShiftModifier);
        canvas.key(Qt::Key_G, Qt::ControlModifier);
        RepeatDialog* const dialog = dialogOf(canvas);
        QVERIFY(dialog != nullptr && dialog->isVisible());
        QCOMPARE(canvas.document.undoStack()->count(), 0);
        auto* const count = dialog->findChild<QSpinBox*>("count");
        auto* const explanation = dialog->findChild<QLabel*>("explanation");
        QTest::keyClicks(count, "12");
        QVERIFY(explanation->text().contains("Applied 12 times in a row"));
        QVERIFY(explanation->text().contains("72 instead of 864"));
        dialog->findChild<QRadioButton*>("own")->click();
        QVERIFY(explanation->text().contains("864; shared, they would be 72"));
        QTest::keyClick(dialog, Qt::Key_Return);
        QCOMPARE(canvas.network().repeats.size(), std::size_t{1});
        const auto& [id, repeat] = *canvas.network().repeats.begin();
        QCOMPARE(repeat, (Repeat{"repeat", {canvas.layer("dense"), canvas.layer("relu")}, 12, false}));
        QCOMPARE(canvas.selection.items(), SelectedItems{.repeats = {id}});
        QCOMPARE(canvas.document.undoStack()->count(), 1);
        QCOMPARE(canvas.document.undoStack()->undoText(), QString("Repeat 2 layers 12 times"));
        const Project repeated = canvas.document.project();
        canvas.document.undoStack()->undo();
        QCOMPARE(canvas.document.project(), plainChain());
        QVERIFY(canvas.view.networkScene().repeatItem(id) == nullptr);
        canvas.document.undoStack()->redo();
        QCOMPARE(canvas.document.project(), repeated);
    }

    void whatCannotBeRepeatedSaysWhyAndHowToMendIt()
    {
        ShownCanvas canvas(plainChain());
        QVERIFY(!canvas.view.actions()->repeat->isEnabled());
        canvas.click(canvas.on("relu"));
        canvas.click(canvas.on("out"), Qt::ShiftModifier);
        canvas.key(Qt::Key_G, Qt::ControlModifier);
        QVERIFY(dialogOf(canvas) == nullptr);
        QVERIFY(canvas.view.tip().isVisible());
        QCOMPARE(canvas.view.tip().text(), QString("A pass takes 8 and gives 3, so the next one cannot take what it "
                                                   "gives. Let the repeated layers give what they take."));
        QCOMPARE(canvas.document.undoStack()->count(), 0);
    }

    void removingARepeatLeavesItsLayers_data()
    {
        QTest::addColumn<int>("key");
        QTest::addColumn<int>("modifiers");
        QTest::addColumn<bool>("on_layer");
        QTest::newRow("the command") << int(Qt::Key_G) << int(Qt::ControlModifier | Qt::ShiftModifier) << false;
        QTest::newRow("the command on a layer")
            << int(Qt::Key_G) << int(Qt::ControlModifier | Qt::ShiftModifier) << true;
        QTest::newRow("Delete") << int(Qt::Key_Delete) << 0 << false;
    }
    void removingARepeatLeavesItsLayers()
    {
        QFETCH(int, key);
        QFETCH(int, modifiers);
        QFETCH(bool, on_layer);
        RepeatedCanvas canvas;
        canvas.click(on_layer ? canvas.on("dense") : canvas.onTitle());
        canvas.key(key, Qt::KeyboardModifiers(modifiers));
        QVERIFY(canvas.network().repeats.empty());
        QCOMPARE(canvas.network().layers.size(), std::size_t{5});
        QCOMPARE(canvas.document.undoStack()->count(), 1);
        QCOMPARE(canvas.document.undoStack()->undoText(), QString("Remove repeat loop"));
        canvas.undoAll();
        QCOMPARE(canvas.document.project(), repeatedChain());
        QVERIFY(canvas.frame() != nullptr);
    }

    void layersAreTakenInAndOutByTheirMenu()
    {
        RepeatedCanvas canvas;
        std::unique_ptr<QMenu> menu(canvasMenu(canvas.view, canvas.on("out")));
        QVERIFY(find(menu.get(), "Repeat…") != nullptr);
        QVERIFY(find(menu.get(), "Take out of repeat") == nullptr);
        find(menu.get(), "Add to repeat loop")->trigger();
        QCOMPARE(canvas.repeat().layers.size(), std::size_t{3});
        QCOMPARE(canvas.document.undoStack()->undoText(), QString("Add out to loop"));
        QVERIFY(canvas.frame()->frame().contains(canvas.item("out")->sceneBody()));
        menu.reset(canvasMenu(canvas.view, canvas.on("out")));
        QVERIFY(find(menu.get(), "Add to repeat") == nullptr);
        find(menu.get(), "Take out of repeat")->trigger();
        QCOMPARE(canvas.document.undoStack()->undoText(), QString("Take out out of loop"));
        QCOMPARE(canvas.document.project(), repeatedChain());
        QVERIFY(!canvas.frame()->frame().intersects(canvas.item("out")->sceneBody()));
        canvas.undoAll();
        QCOMPARE(canvas.document.project(), repeatedChain());
    }

    void aLayerThatDoesNotFitInSaysWhy()
    {
        RepeatedCanvas canvas;
        const std::unique_ptr<QMenu> menu(canvasMenu(canvas.view, canvas.on("input")));
        find(menu.get(), "Add to repeat loop")->trigger();
        QVERIFY2(canvas.view.tip().text().startsWith("Data and losses cannot be repeated"),
                 qPrintable(canvas.view.tip().text()));
        QCOMPARE(canvas.document.undoStack()->count(), 0);
    }

    void theFramesMenuChangesIt()
    {
        RepeatedCanvas canvas;
        const auto choose = [&](const QString& entry) {
            const std::unique_ptr<QMenu> menu(canvasMenu(canvas.view, canvas.onTitle()));
            QVERIFY(canvas.selection.items() == SelectedItems{.repeats = {canvas.loop()}});
            QVERIFY2(find(menu.get(), entry) != nullptr, qPrintable(entry));
            find(menu.get(), entry)->trigger();
        };
        choose("Each pass has parameters of its own");
        QVERIFY(!canvas.repeat().shared);
        QCOMPARE(canvas.document.undoStack()->undoText(), QString("Give each pass of loop parameters of its own"));
        choose("Passes share one set of parameters");
        QVERIFY(canvas.repeat().shared);
        choose("Change the number of passes");
        QVERIFY(canvas.view.counterEditor().isVisible());
        canvas.view.counterEditor().cancel();
        choose("Select its layers");
        QCOMPARE(canvas.selection.items(), (SelectedItems{.layers = {canvas.layer("dense"), canvas.layer("relu")}}));
        choose("Delete with its layers");
        QCOMPARE(canvas.network().layers.size(), std::size_t{3});
        QVERIFY(canvas.network().repeats.empty());
        QCOMPARE(canvas.document.undoStack()->undoText(), QString("Delete loop"));
        canvas.undoAll();
        QCOMPARE(canvas.document.project(), repeatedChain());
    }

    void deletingLayersNeverLeavesABrokenRepeat_data()
    {
        QTest::addColumn<QStringList>("names");
        QTest::addColumn<int>("modifiers");
        QTest::addColumn<int>("repeats");
        for (const char* const name : {"dense", "relu"}) {
            QTest::addRow("%s", name) << QStringList{name} << 0 << 0;
            QTest::addRow("%s, closing the gap", name) << QStringList{name} << int(Qt::ControlModifier) << 1;
        }
        QTest::newRow("all") << QStringList{"dense", "relu"} << 0 << 0;
        QTest::newRow("all, closing the gap") << QStringList{"dense", "relu"} << int(Qt::ControlModifier) << 0;
    }
    void deletingLayersNeverLeavesABrokenRepeat()
    {
        QFETCH(QStringList, names);
        QFETCH(int, modifiers);
        QFETCH(int, repeats);
        RepeatedCanvas canvas;
        for (const QString& name : names)
            canvas.click(canvas.on(name.toStdString()), Qt::ShiftModifier);
        canvas.key(Qt::Key_Delete, Qt::KeyboardModifiers(modifiers));
        QCOMPARE(canvas.network().layers.size(), std::size_t(5 - names.size()));
        QCOMPARE(canvas.network().repeats.size(), std::size_t(repeats));
        QVERIFY(allSound(canvas.network()));
        QCOMPARE(canvas.document.undoStack()->count(), 1);
        const bool ended = repeats == 0 && names.size() == 1;
        QCOMPARE(canvas.view.tip().isVisible(), ended);
        if (ended)
            QVERIFY2(canvas.view.tip().text().startsWith("loop is no longer repeated: nothing"),
                     qPrintable(canvas.view.tip().text()));
        canvas.undoAll();
        QCOMPARE(canvas.document.project(), repeatedChain());
        QVERIFY(canvas.frame() != nullptr);
    }

    void aWholeRepeatIsCopied_data()
    {
        QTest::addColumn<bool>("by_clipboard");
        QTest::addColumn<bool>("by_layers");
        QTest::newRow("duplicated") << false << false;
        QTest::newRow("its layers duplicated") << false << true;
        QTest::newRow("copied and pasted") << true << false;
        QTest::newRow("its layers copied and pasted") << true << true;
    }
    void aWholeRepeatIsCopied()
    {
        QFETCH(bool, by_clipboard);
        QFETCH(bool, by_layers);
        RepeatedCanvas canvas;
        if (by_layers) {
            canvas.click(canvas.on("dense"));
            canvas.click(canvas.on("relu"), Qt::ShiftModifier);
        } else {
            canvas.click(canvas.onTitle());
        }
        if (by_clipboard) {
            canvas.key(Qt::Key_C, Qt::ControlModifier);
            canvas.key(Qt::Key_V, Qt::ControlModifier);
        } else {
            canvas.key(Qt::Key_D, Qt::ControlModifier);
        }
        QCOMPARE(canvas.network().repeats.size(), std::size_t{2});
        const auto& [id, copy] = *canvas.network().repeats.rbegin();
        QCOMPARE(copy.count, std::int64_t{4});
        QCOMPARE(copy.layers.size(), std::size_t{2});
        QVERIFY(!copy.layers.contains(canvas.layer("dense")));
        QCOMPARE(canvas.selection.items(), SelectedItems{.repeats = {id}});
        QVERIFY(canvas.view.networkScene().repeatItem(id)->has(CanvasItem::Selected));
        QCOMPARE(canvas.document.undoStack()->count(), 1);
        canvas.undoAll();
        QCOMPARE(canvas.document.project(), repeatedChain());
    }

    void cuttingARepeatTakesItsLayersAlong()
    {
        RepeatedCanvas canvas;
        canvas.click(canvas.onTitle());
        canvas.key(Qt::Key_X, Qt::ControlModifier);
        QCOMPARE(canvas.network().layers.size(), std::size_t{3});
        QVERIFY(canvas.network().repeats.empty());
        canvas.key(Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(canvas.network().layers.size(), std::size_t{5});
        QCOMPARE(canvas.network().repeats.size(), std::size_t{1});
        QCOMPARE(canvas.repeat().name, std::string("loop"));
    }
};

LIGATURE_TEST(RepeatCommandsTest)

} // namespace tst_repeat_commands

#include "tst_repeat_commands.moc"
