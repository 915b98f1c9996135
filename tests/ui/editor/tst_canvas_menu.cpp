// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>

#include <QMenu>
#include <QTest>

#include "shown_canvas.h"
#include "tests/support/test_program.h"
#include "tests/ui/dialogs/confirm.h"
#include "ui/dialogs/tie_dialog.h"
#include "ui/editor/canvas_menu.h"

namespace tst_canvas_menu {

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

} // namespace

class TestCanvasMenu : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aTieIsReadAsItIsOrTransposed()
    {
        ShownCanvas canvas(tiedAutoencoder());
        const Slot slot{canvas.layer("decoder"), "weight"};
        const std::unique_ptr<QMenu> menu(
            canvasMenu(canvas.view, canvas.middleOf(canvas.view.networkScene().tieItem(slot))));
        QVERIFY(canvas.selection.items().ties.contains(slot));
        QVERIFY(!find(menu.get(), "decoder.weight reads W")->isSeparator()); // whose text the style leaves out
        QAction* as_is = find(menu.get(), "As it is");
        QAction* transposed = find(menu.get(), "Transposed");
        QVERIFY(transposed->isChecked());
        QVERIFY(transposed->text().contains("Wᵀ"));
        // 32 × 64 as it is does not fit a slot of 64 × 32.
        QVERIFY(!as_is->isEnabled());
    }

    void theOtherViewIsTakenWhereItFits()
    {
        Project project = ProjectBuilder()
                              .layer("input", "input", {{"shape", Shape{32}}})
                              .layer("dense", "square", {{"out_features", std::int64_t{32}}})
                              .linked("input", "square")
                              .parameterAt(200, 240, "W")
                              .tied("W", "square", "weight")
                              .build();
        ShownCanvas canvas(project);
        const Slot slot{canvas.layer("square"), "weight"};
        const std::unique_ptr<QMenu> menu(canvasMenu(canvas.view, canvas.at(canvas.slot("square"))));
        find(menu.get(), "Transposed")->trigger();
        QCOMPARE(canvas.network().ties.at(slot).view, transposeView());
        QCOMPARE(canvas.view.networkScene().tieItem(slot)->label(), QString("Wᵀ"));
        QCOMPARE(canvas.document.undoStack()->count(), 1);
    }

    void aTieIsUntied()
    {
        ShownCanvas canvas(tiedAutoencoder());
        const Slot slot{canvas.layer("decoder"), "weight"};
        const std::unique_ptr<QMenu> menu(canvasMenu(canvas.view, canvas.at(canvas.slot("decoder"))));
        find(menu.get(), "Untie this use")->trigger();
        QVERIFY(confirm<TieDialog>(*canvas.view.window(), canvas.document));
        QVERIFY(canvas.view.networkScene().tieItem(slot) == nullptr);
    }

    void aPrivateSlotIsMadeSharedOrTied()
    {
        ShownCanvas canvas(untiedAutoencoder());
        const std::unique_ptr<QMenu> menu(canvasMenu(canvas.view, canvas.at(canvas.slot("encoder"))));
        QVERIFY(find(menu.get(), "Make shared") != nullptr);
        QAction* w = find(find(menu.get(), "Tie to")->menu(), "W");
        QVERIFY(w != nullptr);
        w->trigger();
        QCOMPARE(canvas.network().ties.at({canvas.layer("encoder"), "weight"}).parameter, canvas.parameter("W"));
    }

    void aNodeOffersItsEditsAndBecomesTheSelection()
    {
        ShownCanvas canvas(untiedAutoencoder());
        const std::unique_ptr<QMenu> menu(canvasMenu(canvas.view, canvas.on("activation")));
        QVERIFY(canvas.selection.items().layers.contains(canvas.layer("activation")));
        QVERIFY(find(menu.get(), "Rename") != nullptr);
        QVERIFY(find(menu.get(), "Duplicate") != nullptr);
        find(menu.get(), "Delete")->trigger();
        QVERIFY(!findLayer(canvas.network(), "activation"));
    }

    void aLinkIsDeleted()
    {
        ShownCanvas canvas(untiedAutoencoder());
        const Port input{canvas.layer("decoder"), "input"};
        const std::unique_ptr<QMenu> menu(
            canvasMenu(canvas.view, canvas.middleOf(canvas.view.networkScene().linkItem(input))));
        find(menu.get(), "Delete link")->trigger();
        QVERIFY(!canvas.network().links.contains(input));
    }

    void theCanvasAddsUnderTheMenu()
    {
        ShownCanvas canvas(untiedAutoencoder());
        const QPoint where(60, 500);
        const std::unique_ptr<QMenu> menu(canvasMenu(canvas.view, where));
        QMenu* add = nullptr;
        for (QAction* action : menu->actions()) {
            if (action->menu() != nullptr)
                add = action->menu();
        }
        QVERIFY(add != nullptr);
        QAction* dense = nullptr;
        for (QAction* group : add->actions()) {
            if (QAction* found = find(group->menu(), "Dense"))
                dense = found;
        }
        QVERIFY(dense != nullptr);
        dense->trigger();
        QVERIFY(canvas.item("dense")->sceneBody().contains(canvas.view.mapToScene(where)));
    }
};

LIGATURE_TEST(TestCanvasMenu)

} // namespace tst_canvas_menu

#include "tst_canvas_menu.moc"
