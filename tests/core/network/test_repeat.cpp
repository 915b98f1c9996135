// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <QTest>

#include "core/network/analysis.h"
#include "core/network/edits.h"
#include "core/network/repeat.h"
#include "core/project/examples.h"
#include "core/project/project_file.h"
#include "core/training/gradient_check.h"
#include "core/training/trainer.h"
#include "core/tying/account.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_repeat {

using namespace ligature;
using namespace ligature::testing;

namespace {

/// features(6) -> before -> [step -> tanh] x count -> after -> cross-entropy.
struct Looped {
    Project project;
    LayerId before, step, tanh, after;
    Network& network() { return project.network; }
};

Looped chain()
{
    Looped looped;
    looped.project = perceptron({6, 5, 5, 3});
    Network& network = looped.network();
    std::vector<LayerId> dense;
    for (const auto& [id, layer] : network.layers) {
        if (layer.type == "dense")
            dense.push_back(id);
    }
    looped.before = dense[0];
    looped.step = dense[1];
    looped.after = dense[2];
    looped.tanh = network.links.at(Port{looped.after, "input"}).layer;
    return looped;
}

Looped repeated(std::int64_t count, bool shared)
{
    Looped looped = chain();
    if (!addRepeat(looped.network(), {looped.step, looped.tanh}, count, shared, "loop"))
        qFatal("the chain can be repeated");
    return looped;
}

/// The same drawn by hand: each pass a layer of its own, tied to the first.
Project unrolledByHand(std::int64_t count)
{
    Looped looped = chain();
    Network& network = looped.network();
    const ParameterId weight = shareSlot(network, {looped.step, "weight"}, "W");
    const ParameterId bias = shareSlot(network, {looped.step, "bias"}, "b");
    LayerId last = looped.tanh;
    for (std::int64_t pass = 1; pass < count; ++pass) {
        const LayerId step = addLayer(network, "dense", "step", network.layers.at(looped.step).attributes);
        const LayerId activation = addLayer(network, network.layers.at(looped.tanh).type, "activation");
        must(tie(network, weight, {step, "weight"}));
        must(tie(network, bias, {step, "bias"}));
        must(link(network, {last, "output"}, {step, "input"}));
        must(link(network, {step, "output"}, {activation, "input"}));
        last = activation;
    }
    must(link(network, {last, "output"}, {looped.after, "input"}));
    return looped.project;
}

std::vector<double> losses(const Project& project, ArmId variant)
{
    Project trained = project;
    trained.training.arms = {tiedArm, untiedArm};
    trained.training.epochs = 2;
    trained.training.batch_size = 8;
    trained.training.validation_fraction = 0;
    const auto trainer = Trainer::create(trained, randomDataset(32, 6, 3));
    if (!trainer)
        qFatal("%s", trainer.error().oneLine().c_str());
    (*trainer)->advance(8, std::chrono::hours(1));
    std::vector<double> values;
    for (const MetricEvent& event : (*trainer)->takeEvents()) {
        if (event.kind == MetricEvent::Kind::Step && event.variant == variant)
            values.push_back(event.train_loss);
    }
    return values;
}

} // namespace

class RepeatTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sharedPassesTrainAsTheSameDrawnByHand()
    {
        const std::vector<double> looped = losses(repeated(4, true).project, tiedArm);
        QCOMPARE(looped.size(), std::size_t{8});
        QVERIFY(looped.front() != looped.back());
        QCOMPARE(looped, losses(unrolledByHand(4), tiedArm));
    }

    void theTwinOfSharedPassesStartsFromTheSameLossAndParts()
    {
        Looped looped = repeated(3, true);
        const std::vector<double> tied = losses(looped.project, tiedArm);
        const std::vector<double> untied = losses(looped.project, untiedArm);
        QCOMPARE(tied.front(), untied.front());
        QVERIFY(tied.back() != untied.back());
    }

    void parametersAreCountedByStorage_data()
    {
        QTest::addColumn<bool>("shared");
        QTest::addColumn<int>("tied");
        QTest::addColumn<int>("untied");
        const int outside = 6 * 5 + 5 + 5 * 3 + 3;
        const int pass = 5 * 5 + 5;
        QTest::newRow("shared passes have one storage") << true << outside + pass << outside + 4 * pass;
        QTest::newRow("own passes have one each") << false << outside + 4 * pass << outside + 4 * pass;
    }
    void parametersAreCountedByStorage()
    {
        QFETCH(bool, shared);
        QFETCH(int, tied);
        QFETCH(int, untied);
        Looped looped = repeated(4, shared);
        const Account account = accountOf(looped.network(), looped.project.training);
        QCOMPARE(account.tied.parameters, std::int64_t{tied});
        QCOMPARE(account.untied.parameters, std::int64_t{untied});
        // The parameters of the document, none of the passes' own.
        for (const ParameterAccount& entry : account.parameters)
            QVERIFY(looped.network().parameters.contains(entry.parameter));
        const Account once = accountOf(chain().network(), looped.project.training);
        QVERIFY(account.tied.flops_per_sample > once.tied.flops_per_sample);
    }

    void aParameterUsedOutsideTooStaysOneWhereThePassesHaveTheirOwn()
    {
        Looped looped = chain();
        Network& network = looped.network();
        const ParameterId bias = shareSlot(network, {looped.step, "bias"}, "b");
        must(tie(network, bias, {looped.before, "bias"}));
        QVERIFY(addRepeat(network, {looped.step, looped.tanh}, 3, false));
        const Network expanded = expand(network).network;
        QCOMPARE(usesOf(expanded, bias).size(), std::size_t{4});
        QCOMPARE(expanded.layers.size(), network.layers.size() + 4);
    }

    void gradientsAgreeWithCentralDifferences()
    {
        for (const bool shared : {true, false}) {
            const auto check = checkGradients(repeated(3, shared).project, *randomDataset(32, 6, 3));
            QVERIFY(check.has_value());
            QVERIFY(check->passed());
        }
    }

    void onePassIsTheNetworkWithoutARepeat()
    {
        QCOMPARE(losses(repeated(1, true).project, tiedArm), losses(chain().project, tiedArm));
    }

    void whatCannotBeRepeatedIsRefused_data()
    {
        QTest::addColumn<QString>("which");
        QTest::addColumn<QString>("says");
        QTest::newRow("nothing") << "nothing"
                                 << "nothing to repeat";
        QTest::newRow("a loss") << "loss"
                                << "data and losses";
        QTest::newRow("what nothing reads") << "everything"
                                            << "data and losses";
        QTest::newRow("a way out and back in") << "gap"
                                               << "2 values";
        QTest::newRow("twice") << "twice"
                               << "already";
    }
    void whatCannotBeRepeatedIsRefused()
    {
        QFETCH(QString, which);
        QFETCH(QString, says);
        Looped looped = chain();
        Network& network = looped.network();
        std::set<LayerId> layers;
        if (which == "loss") {
            layers = {layerNamed(network, "loss")};
        } else if (which == "everything") {
            for (const auto& [id, layer] : network.layers)
                layers.insert(id);
        } else if (which == "gap") {
            layers = {looped.before, looped.tanh};
        } else if (which == "twice") {
            layers = {looped.step};
            QVERIFY(addRepeat(network, layers, 2, true));
        }
        const Network before = network;
        const auto done = addRepeat(network, layers, 2, true);
        QVERIFY(!done);
        QVERIFY2(QString::fromStdString(done.error().oneLine()).contains(says), done.error().oneLine().c_str());
        QVERIFY(network == before);
    }

    void namesAndUsesOfAllParametersAreThoseOfEach()
    {
        for (const Example& example : examples()) {
            const Network network = expand(loadExample(example.name).value().network).network;
            const auto names = parameterNames(network);
            auto uses = usesByParameter(network);
            QCOMPARE(names.size(), network.parameters.size());
            for (const auto& [id, parameter] : network.parameters) {
                QCOMPARE(names.at(id), parameterName(network, id));
                QVERIFY(uses[id] == usesOf(network, id));
            }
        }
    }

    void moreLayersThanAnybodyRepeatsAreNotSpelledOut()
    {
        Looped looped = repeated(1000, true);
        Network& network = looped.network();
        QCOMPARE(expand(network).layers.size(), std::size_t{2 * 999});
        Repeat& loop = network.repeats.begin()->second;
        LayerId last = looped.tanh;
        const Port reader{looped.after, "input"};
        for (int i = 0; i < 200; ++i) {
            const LayerId next = addLayer(network, "tanh", "more", {});
            must(link(network, Port{last, "output"}, Port{next, "input"}));
            loop.layers.insert(next);
            last = next;
        }
        must(link(network, Port{last, "output"}, reader));
        QVERIFY(expand(network).layers.empty());
        const Analysis analysis = analyse(network);
        const auto found = std::ranges::find(analysis.diagnostics, "repeats-too-large", &Diagnostic::code);
        QVERIFY(found != analysis.diagnostics.end());
        QVERIFY2(found->message.find("202000 layers") != std::string::npos, found->message.c_str());
        loop.count = 990;
        QVERIFY(!analyse(network).hasErrors());
    }

    void aRepeatThatDoesNotFitItselfSaysWhatItTakesAndGives()
    {
        Looped looped = chain();
        QVERIFY(addRepeat(looped.network(), {looped.before}, 2, true, "loop"));
        const Analysis analysis = analyse(looped.network());
        const auto found = std::ranges::find(analysis.diagnostics, "repeat-shape", &Diagnostic::code);
        QVERIFY(found != analysis.diagnostics.end());
        QVERIFY(found->message.find("takes 6 and gives 5") != std::string::npos);
        QVERIFY(!Trainer::create(looped.project, randomDataset(32, 6, 3)));
    }

    void removingLayersShrinksAndEndsTheRepeat()
    {
        Looped looped = repeated(3, true);
        Network& network = looped.network();
        remove(network, {looped.tanh}, {});
        QCOMPARE(network.repeats.size(), std::size_t{1});
        remove(network, {looped.step}, {});
        QVERIFY(network.repeats.empty());
    }

    void aWholeRepeatIsCopiedAndAPartIsNot()
    {
        Looped looped = repeated(3, true);
        Network& network = looped.network();
        paste(network, copyFragment(network, {looped.step}, {}), PastedTies::Copy);
        QCOMPARE(network.repeats.size(), std::size_t{1});
        paste(network, copyFragment(network, {looped.step, looped.tanh}, {}), PastedTies::Copy);
        QCOMPARE(network.repeats.size(), std::size_t{2});
        QCOMPARE(network.repeats.rbegin()->second.layers.size(), std::size_t{2});
        QVERIFY(network.repeats.begin()->second.name != network.repeats.rbegin()->second.name);
    }

    void aProjectFileKeepsRepeats()
    {
        const Project project = repeated(3, false).project;
        const auto read = readProject(writeProject(project), "loop.ligature");
        QVERIFY2(read.has_value(), read ? "" : read.error().oneLine().c_str());
        QVERIFY(*read == project);
    }
};

LIGATURE_GUILESS_TEST(RepeatTest)

} // namespace test_repeat

#include "test_repeat.moc"
