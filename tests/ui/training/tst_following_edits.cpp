// SPDX-License-Identifier: GPL-3.0-or-later
#include <functional>

#include "core/network/edits.h"
#include "core/network/repeat_edits.h"
#include "paused_run.h"
#include "tests/support/test_program.h"
#include "ui/document/named_edits.h"
#include "ui/document/named_repeat_edits.h"
#include "ui/document/view_edits.h"

namespace tst_following_edits {

using namespace ligature;

namespace {

using Edit = std::function<bool(PausedRun&)>;

LayerId layerNamed(const PausedRun& paused, const char* name)
{
    return *findLayer(paused.document.network(), name);
}

Result<void> edit(PausedRun& paused, const std::function<Result<void>(Network&)>& change)
{
    return paused.document.edit("Edit", [&](Project& project) { return change(project.network); });
}

/// Puts a layer between the activation and the decoder.
bool insert(PausedRun& paused, const char* type, Attributes attributes = {})
{
    return edit(
               paused,
               [&](Network& network) -> Result<void> {
                   const LayerId added = addLayer(network, type, "inserted", std::move(attributes));
                   if (auto done = link(network, {layerNamed(paused, "activation"), "output"}, {added, "input"}); !done)
                       return done;
                   return link(network, {added, "output"}, {layerNamed(paused, "decoder"), "input"});
               })
        .has_value();
}

bool unlinkDecoder(PausedRun& paused)
{
    return edit(paused,
                [&](Network& network) -> Result<void> {
                    unlink(network, {layerNamed(paused, "decoder"), "input"});
                    return {};
                })
        .has_value();
}

bool linkDecoder(PausedRun& paused)
{
    return edit(paused,
                [&](Network& network) {
                    return link(network, {layerNamed(paused, "activation"), "output"},
                                {layerNamed(paused, "decoder"), "input"});
                })
        .has_value();
}

void addEdit(const char* name, Edit change)
{
    QTest::newRow(name) << std::move(change);
}

} // namespace

class FollowingEditsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anEditThatTouchesNoParameterKeepsTrainedValues_data()
    {
        QTest::addColumn<Edit>("change");
        addEdit("a name", [](PausedRun& paused) {
            return renameLayer(paused.document, layerNamed(paused, "encoder"), "first").has_value();
        });
        addEdit("a layer without parameters comes", [](PausedRun& paused) { return insert(paused, "relu"); });
        addEdit("an attribute that changes no shape", [](PausedRun& paused) {
            return insert(paused, "leaky_relu") &&
                   edit(paused, [&](Network& network) {
                       return setAttribute(network, layerNamed(paused, "inserted"), "negative_slope", 0.3);
                   }).has_value();
        });
        addEdit("a layer without parameters goes", [](PausedRun& paused) {
            return edit(paused,
                        [&](Network& network) -> Result<void> {
                            removeAndReconnect(network, layerNamed(paused, "activation"));
                            return {};
                        })
                .has_value();
        });
        addEdit("a link goes", unlinkDecoder);
        addEdit("a link goes and comes again",
                [](PausedRun& paused) { return unlinkDecoder(paused) && linkDecoder(paused); });
        addEdit("a view that gives the same shape", [](PausedRun& paused) {
            const ViewType* const flip = findViewType("flip");
            return flip != nullptr && addViewStep(paused.document, paused.decoder, {flip->name()}).has_value();
        });
        addEdit("a view that does not fit yet",
                [](PausedRun& paused) { return removeViewStep(paused.document, paused.decoder, 0).has_value(); });
        addEdit("what an initializer draws", [](PausedRun& paused) {
            return editParameters(paused.document, {paused.shared}, "Draw zeros",
                                  [](Parameter& parameter) { parameter.initializer = Initializer{"zeros"}; })
                .has_value();
        });
    }
    void anEditThatTouchesNoParameterKeepsTrainedValues()
    {
        QFETCH(Edit, change);
        PausedRun paused;
        QVERIFY(paused.step(3));
        const auto before = paused.document.trained();
        QVERIFY(change(paused));
        const auto after = paused.document.trained();
        QVERIFY(after != nullptr);
        QCOMPARE(after->variants.size(), std::size_t{2});
        for (const auto& [variant, state] : before->variants) {
            const auto& kept = after->variants.at(variant).parameters;
            QCOMPARE(kept.size(), state.parameters.size());
            // A twin's copies may have other ids, in the same order.
            auto now = kept.begin();
            for (const auto& [id, parameter] : state.parameters) {
                QVERIFY(variant == untiedArm || now->first == id);
                QCOMPARE(*now->second, *parameter);
                ++now;
            }
            QCOMPARE(after->variants.at(variant).step, state.step);
        }
        const int steps = paused.document.undoStack()->count();
        for (int i = 0; i < steps; ++i)
            paused.document.undoStack()->undo();
        QVERIFY(paused.document.trained() == before);
        for (int i = 0; i < steps; ++i)
            paused.document.undoStack()->redo();
        QVERIFY(paused.document.trained() == after);
        paused.run.shutDown();
    }

    void anEditThatAParameterDoesNotOutliveEndsThem_data()
    {
        QTest::addColumn<Edit>("change");
        addEdit("another shape", [](PausedRun& paused) {
            return edit(paused,
                        [&](Network& network) {
                            return setAttribute(network, layerNamed(paused, "encoder"), "out_features",
                                                std::int64_t{7});
                        })
                .has_value();
        });
        addEdit("a layer with parameters comes", [](PausedRun& paused) {
            return insert(paused, "dense", {{"out_features", std::int64_t{32}}});
        });
        addEdit("another loss comes", [](PausedRun& paused) {
            return edit(paused,
                        [&](Network& network) -> Result<void> {
                            const LayerId loss = addLayer(network, "mean_squared_error", "second");
                            if (auto done =
                                    link(network, {layerNamed(paused, "decoder"), "output"}, {loss, "prediction"});
                                !done)
                                return done;
                            return link(network, {layerNamed(paused, "input"), "output"}, {loss, "target"});
                        })
                .has_value();
        });
    }
    void anEditThatAParameterDoesNotOutliveEndsThem()
    {
        QFETCH(Edit, change);
        PausedRun paused;
        QVERIFY(paused.step(1));
        const auto before = paused.document.trained();
        QVERIFY(change(paused));
        QVERIFY(paused.document.trained() == nullptr);
        paused.document.undoStack()->undo();
        QVERIFY(paused.document.trained() == before);
        paused.run.shutDown();
    }

    void trainingGoesOnWithTheEditedNetwork()
    {
        PausedRun paused;
        QVERIFY(paused.step(3));
        QVERIFY(insert(paused, "leaky_relu"));
        QVERIFY(paused.document.trained() != nullptr);
        const TrainingState kept = *paused.document.trained();
        auto trainer = Trainer::resume(paused.document.project(), paused.document.trainedOn(), kept);
        QVERIFY2(trainer.has_value(), trainer ? "" : trainer.error().oneLine().c_str());
        (*trainer)->advance(2, std::chrono::hours(1));
        QVERIFY(paused.step(2));
        QCOMPARE(paused.run.lastUpdate().step, 5);
        QVERIFY(paused.document.trained()->variants == (*trainer)->state().variants);
        paused.run.shutDown();
    }

    void aBrokenNetworkWaitsForItsMendAndGoesOn()
    {
        PausedRun paused;
        QVERIFY(paused.step(2));
        QVERIFY(unlinkDecoder(paused));
        paused.run.singleStep();
        QCOMPARE(paused.run.lastUpdate().step, 2);
        QVERIFY(linkDecoder(paused));
        QVERIFY(paused.step(1));
        QCOMPARE(paused.run.lastUpdate().step, 3);
        paused.run.shutDown();
    }
};

LIGATURE_GUILESS_TEST(FollowingEditsTest)

} // namespace tst_following_edits

#include "tst_following_edits.moc"
