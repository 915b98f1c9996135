// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <set>

#include <QTest>

#include "core/project/examples.h"
#include "core/training/trainer.h"
#include "core/tying/account.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_frozen_and_hashed_examples {

using namespace ligature;
using namespace ligature::testing;

namespace {

std::unique_ptr<Trainer> trained(const Project& project)
{
    auto dataset = loadDataset(project.data, {}).value();
    auto trainer = Trainer::create(project, std::make_shared<Dataset>(std::move(dataset))).value();
    trainer->advance(100'000, std::chrono::seconds(60));
    return trainer;
}

} // namespace

/// What the texts of the examples with a frozen pair and with hashed weights say.
class TestFrozenAndHashedExamples : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void onlyTheVectorsOfVeraAreTrained()
    {
        const Network network = loadExample("vera-digits").value().network;
        for (const auto& [slot, tie] : network.ties)
            QCOMPARE(network.parameters.at(tie.parameter).trainable, network.layers.at(slot.layer).type == "scale");
        QCOMPARE(usesOf(network, findSharedParameter(network, "A").value()).size(), std::size_t{3});
        QCOMPARE(usesOf(network, findSharedParameter(network, "B").value()).size(), std::size_t{3});
    }

    void veraKeepsGradientsAndStateForItsVectorsAlone()
    {
        const Project project = loadExample("vera-digits").value();
        const Account account = accountOf(project.network, project.training);
        constexpr std::int64_t vectors = 3 * (32 + 64);
        for (const Counts& counts : {account.tied, account.untied}) {
            QCOMPARE(counts.trainable, vectors);
            QCOMPARE(counts.gradient_bytes, 4 * vectors);
            QCOMPARE(counts.optimizer_bytes, 8 * vectors); // Adam's two moments
        }
        QCOMPARE(account.untied.parameters - account.tied.parameters, std::int64_t{2 * 2 * 32 * 64});
    }

    void copiesOfWhatNeverMovesNeverPart()
    {
        Project project = loadExample("vera-digits").value();
        project.training.epochs = 2;
        const auto trainer = trained(project);
        std::map<std::int64_t, std::set<double>> losses;
        for (const MetricEvent& event : trainer->takeEvents()) {
            if (event.kind == MetricEvent::Kind::Epoch)
                losses[event.epoch].insert(event.val_loss);
        }
        QCOMPARE(losses.size(), std::size_t{3});
        for (const auto& [epoch, each] : losses)
            QCOMPARE(each.size(), std::size_t{1});
        QVERIFY(*losses[2].begin() < *losses[0].begin());
    }

    void hashedWeightsAreStoredInAnEighth()
    {
        const Project project = loadExample("hashed-net-digits").value();
        const Account account = accountOf(project.network, project.training);
        int hashed = 0;
        for (const ParameterAccount& parameter : account.parameters) {
            if (!project.network.parameters.at(parameter.parameter).shared)
                continue;
            ++hashed;
            QCOMPARE(parameter.tied * 8, parameter.untied);
        }
        QCOMPARE(hashed, 2);
        QCOMPARE(account.tied.flops_per_sample, account.untied.flops_per_sample); // Smaller, and no faster.
    }

    void theDeepAutoencodersCodeIsTwelveNumbers()
    {
        const Network network = loadExample("deep-tied-autoencoder-digits").value().network;
        const Analysis analysis = analyse(network);
        QCOMPARE(analysis.outputs.at({layerNamed(network, "encoder3"), "output"}), (Shape{12}));
        for (int i = 1; i <= 3; ++i) {
            const auto number = std::to_string(i);
            const Tie& encoder = network.ties.at({layerNamed(network, "encoder" + number), "weight"});
            const Tie& decoder = network.ties.at({layerNamed(network, "decoder" + number), "weight"});
            QCOMPARE(encoder.parameter, decoder.parameter);
            QVERIFY(encoder.view.empty());
            QVERIFY(decoder.view == transposeView());
        }
    }
};

LIGATURE_APPLESS_TEST(TestFrozenAndHashedExamples)

} // namespace test_frozen_and_hashed_examples

#include "test_frozen_and_hashed_examples.moc"
