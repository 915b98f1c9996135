// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>

#include <QMenu>
#include <QTest>

#include "shown_canvas.h"
#include "tests/support/test_program.h"
#include "tests/ui/dialogs/confirm.h"
#include "ui/dialogs/suggestions_dialog.h"
#include "ui/dialogs/tie_dialog.h"
#include "ui/editor/canvas_menu.h"
#include "ui/editor/editor_actions.h"

namespace tst_sharing_layers {

using namespace ligature;

namespace {

/// Two inputs, each with a Dense, a ReLU and a Dense of the same sizes; nothing links the two.
Project twoBranches()
{
    ProjectBuilder builder;
    const Attributes wide = {{"out_features", std::int64_t{6}}};
    double y = 0;
    for (const std::string side : {"a", "b"}) {
        builder.layerAt(0, y, "input", "x" + side, {{"shape", Shape{4}}})
            .layerAt(200, y, "dense", "first" + side, wide)
            .layerAt(400, y, "relu", "relu" + side)
            .layerAt(600, y, "dense", "second" + side, wide)
            .linked("x" + side, "first" + side)
            .linked("first" + side, "relu" + side)
            .linked("relu" + side, "second" + side);
        y += 220;
    }
    return builder.build();
}

ParameterId parameterOf(const ShownCanvas& canvas, const std::string& layer, const std::string& slot)
{
    return canvas.network().ties.at({canvas.layer(layer), slot}).parameter;
}

QAction* find(const QMenu* menu, const QString& text)
{
    for (QAction* action : menu->actions()) {
        if (QString(action->text()).remove('&').startsWith(text))
            return action;
    }
    return nullptr;
}

} // namespace

class SharingLayersTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void twoSelectedLayersAreSharedByAKey()
    {
        ShownCanvas canvas(twoBranches());
        const Project before = canvas.document.project();
        canvas.click(canvas.on("firsta"));
        canvas.click(canvas.on("firstb"), Qt::ShiftModifier);
        canvas.key(Qt::Key_M, Qt::ShiftModifier);
        QVERIFY(confirm<TieDialog>(*canvas.view.window(), canvas.document));
        for (const std::string slot : {"weight", "bias"})
            QVERIFY(parameterOf(canvas, "firsta", slot) == parameterOf(canvas, "firstb", slot));
        QCOMPARE(canvas.document.undoStack()->count(), 1);
        QCOMPARE(canvas.document.undoStack()->undoText(), QString("Use firsta again at firstb"));
        // Both parameters are nodes at places of their own.
        const auto& places = canvas.document.project().canvas.parameters;
        QCOMPARE(places.size(), std::size_t{2});
        QVERIFY(places.begin()->second != places.rbegin()->second);
        canvas.undoAll();
        QCOMPARE(canvas.document.project(), before);
    }

    void branchesThatAMouseDragSelectsAreTied()
    {
        ShownCanvas canvas(twoBranches());
        canvas.key(Qt::Key_A, Qt::ControlModifier);
        QVERIFY(canvas.view.actions()->tie_branches->isEnabled());
        canvas.key(Qt::Key_B, Qt::ShiftModifier);
        QVERIFY(confirm<TieDialog>(*canvas.view.window(), canvas.document));
        for (const std::string layer : {"first", "second"}) {
            for (const std::string slot : {"weight", "bias"})
                QVERIFY(parameterOf(canvas, layer + "a", slot) == parameterOf(canvas, layer + "b", slot));
        }
        QCOMPARE(canvas.document.undoStack()->count(), 1);
        QCOMPARE(canvas.document.undoStack()->undoText(), QString("Tie branches"));
    }

    void suggestionsOpenByAKey()
    {
        ShownCanvas canvas(twoBranches());
        canvas.key(Qt::Key_T, Qt::ShiftModifier);
        QVERIFY(confirm<SuggestionsDialog>(*canvas.view.window(), canvas.document));
        QCOMPARE(canvas.document.undoStack()->count(), 1);
        QVERIFY(parameterOf(canvas, "firsta", "weight") == parameterOf(canvas, "firstb", "weight"));
    }

    void allUsesAreUntiedFromTheParametersMenu()
    {
        ShownCanvas canvas(tiedAutoencoder());
        const ParameterId w = canvas.parameter("W");
        const std::unique_ptr<QMenu> menu(canvasMenu(canvas.view, canvas.on("W")));
        find(menu.get(), "Untie all uses")->trigger();
        QVERIFY(confirm<TieDialog>(*canvas.view.window(), canvas.document));
        QVERIFY(!canvas.network().parameters.contains(w));
        QCOMPARE(canvas.document.undoStack()->undoText(), QString("Untie all uses of W"));
        canvas.undoAll();
        QVERIFY(canvas.network().parameters.contains(w));
    }

    void aSlotIsTiedToAnExistingParameterFromItsMenu()
    {
        ShownCanvas canvas(untiedAutoencoder());
        const std::unique_ptr<QMenu> menu(canvasMenu(canvas.view, canvas.at(canvas.slot("encoder"))));
        find(menu.get(), "Tie to existing")->trigger();
        QVERIFY(confirm<TieDialog>(*canvas.view.window(), canvas.document));
        QVERIFY(parameterOf(canvas, "encoder", "weight") == canvas.parameter("W"));
    }

    void aDragOfTrainedValuesThatDifferAsksWhichToKeep()
    {
        ShownCanvas canvas(untiedAutoencoder());
        canvas.drag(canvas.at(canvas.port("W")), canvas.at(canvas.slot("encoder")));
        const Slot decoder{canvas.layer("decoder"), "weight"};
        TrainingState trained;
        for (const auto& [id, known] : canvas.document.analysis().parameters) {
            auto value = std::make_shared<TrainedParameter>();
            value->shape = known.shape;
            value->values.assign(static_cast<std::size_t>(known.shape.elementCount()), static_cast<float>(id.value));
            trained.variants[tiedArm].parameters[id] = std::move(value);
        }
        canvas.document.setTrained(std::make_shared<const TrainingState>(trained), nullptr);
        const float of_decoder = static_cast<float>(parameterOf(canvas, "decoder", "weight").value);
        canvas.drag(canvas.at(canvas.port("W")), canvas.at(canvas.slot("decoder")));
        auto* const dialog = canvas.view.window()->findChild<TieDialog*>();
        QVERIFY(dialog != nullptr);
        QVERIFY(canvas.network().ties.at(decoder).parameter != canvas.parameter("W"));
        dialog->findChild<QAbstractButton*>("keep_second")->click();
        QVERIFY(confirm<TieDialog>(*canvas.view.window(), canvas.document));
        QVERIFY(canvas.network().ties.at(decoder) == (Tie{canvas.parameter("W"), transposeView()}));
        const TrainedNetwork tied = canvas.document.trainedNetwork();
        QCOMPARE(tied.state->parameters.at(canvas.parameter("W"))->values.front(), of_decoder);
        QCOMPARE(canvas.document.undoStack()->undoText(), QString("Tie W to decoder.weight"));
    }

    void sharingNeedsLayersWithParameters()
    {
        ShownCanvas canvas(twoBranches());
        const EditorActions& actions = *canvas.view.actions();
        QVERIFY(!actions.use_again->isEnabled());
        canvas.click(canvas.on("relua"));
        QVERIFY(!actions.use_again->isEnabled());
        canvas.click(canvas.on("firsta"));
        QVERIFY(actions.use_again->isEnabled());
        QVERIFY(!actions.tie_branches->isEnabled());
    }
};

LIGATURE_TEST(SharingLayersTest)

} // namespace tst_sharing_layers

#include "tst_sharing_layers.moc"
