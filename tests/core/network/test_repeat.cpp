// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <set>

#include <QTest>

#include "core/export/exporter.h"
#include "core/network/analysis.h"
#include "core/network/edits.h"
#include "core/network/repeat.h"
#include "core/network/unique_name.h"
#include "core/project/examples.h"
#include "core/project/project_file.h"
#include "core/report/untrained.h"
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

    void passesHaveNamesThatNothingElseHas_data()
    {
        QTest::addColumn<bool>("shared");
        QTest::addColumn<QStringList>("taken"); // by layers before and after it
        QTest::addColumn<QString>("second");    // what the second pass is called
        QTest::newRow("free") << false << QStringList{} << "dense2#2";
        QTest::newRow("taken by a layer") << false << QStringList{"dense2#2"} << "dense2#2_2";
        QTest::newRow("taken by two") << false << QStringList{"dense2#2", "dense2#2_2"} << "dense2#2_3";
        QTest::newRow("taken, with shared passes") << true << QStringList{"dense2#2"} << "dense2#2_2";
        QTest::newRow("taken in another case") << false << QStringList{"Dense2#2"} << "dense2#2";
    }
    void passesHaveNamesThatNothingElseHas()
    {
        QFETCH(bool, shared);
        QFETCH(QStringList, taken);
        QFETCH(QString, second);
        Looped looped = repeated(3, shared);
        QStringList wishes = taken;
        for (const LayerId layer : {looped.before, looped.after}) {
            if (!wishes.isEmpty())
                must(renameLayer(looped.network(), layer, wishes.takeFirst().toStdString()));
        }
        const Network expanded = expand(looped.network()).network;
        QVERIFY(findLayer(expanded, second.toStdString()));
        std::set<std::string> names;
        for (const auto& [id, layer] : expanded.layers)
            QVERIFY2(names.insert(layer.name).second, layer.name.c_str());
        std::set<std::string> parameters;
        for (const auto& [id, name] : parameterNames(expanded))
            QVERIFY2(parameters.insert(name).second, name.c_str());
        // So the weights can be written, and read again.
        const Result<ExportRequest> request = untrained(looped.project, tiedArm);
        QVERIFY(request && findExporter("safetensors")->write(*request, "w"));
    }

    /// What would be trained, and then could not be written.
    void aNameThatFilesKeepForThemselvesIsAnError()
    {
        Project project = tiedAutoencoder(6, 3);
        const ParameterId w = *findSharedParameter(project.network, "W");
        QVERIFY(!checkParameterName(project.network, w, "__metadata__"));
        QCOMPARE(uniqueParameterName(project.network, "__metadata__"), std::string("__metadata__2"));
        project.network.parameters.at(w).name = "__metadata__";
        const Analysis analysis = analyse(project.network);
        QVERIFY(analysis.hasErrors());
        QCOMPARE(analysis.diagnostics.front().code, std::string("reserved-name"));
        QVERIFY(analysis.diagnostics.front().parameter == w);
    }

    void sharedParametersOfPassesHaveNamesOfTheirOwn()
    {
        Looped looped = chain();
        Network& network = looped.network();
        const ParameterId w = shareSlot(network, {looped.step, "weight"}, "W");
        shareSlot(network, {looped.before, "weight"}, "W#2");
        shareSlot(network, {looped.after, "weight"}, "W#2_2");
        QVERIFY(addRepeat(network, {looped.step, looped.tanh}, 3, false));
        std::set<std::string> names;
        const Network expanded = expand(network).network;
        for (const auto& [id, name] : parameterNames(expanded))
            QVERIFY2(names.insert(name).second, name.c_str());
        QVERIFY(names.contains("W") && names.contains("W#2") && names.contains("W#2_3") && names.contains("W#3"));
        QVERIFY(w);
    }

    void passesWithOwnParametersStartFromOwnValues_data()
    {
        QTest::addColumn<bool>("with_draw");
        QTest::newRow("drawn by their ids") << false;
        QTest::newRow("drawn as something else was") << true;
    }
    void passesWithOwnParametersStartFromOwnValues()
    {
        QFETCH(bool, with_draw);
        Looped looped = repeated(4, false);
        Network& network = looped.network();
        const ParameterId weight = network.ties.at({looped.step, "weight"}).parameter;
        if (with_draw)
            network.parameters.at(weight).first_draw = FirstDraw{weight, Shape{5, 5}, {5, 5}, transposeView()};
        const Weights weights = untrained(looped.project, tiedArm).value().weights;
        std::set<std::vector<float>> values;
        std::map<ParameterId, double> squares;
        for (const ParameterValues& parameter : weights.parameters) {
            if (!parameter.name.starts_with("dense2") || !parameter.name.ends_with(".weight"))
                continue;
            values.insert(parameter.values);
            for (const float value : parameter.values)
                squares[parameter.parameter] += static_cast<double>(value) * static_cast<double>(value);
        }
        QCOMPARE(values.size(), std::size_t{4});
        for (const auto& [id, sum] : squares) // Uniform in ±1/sqrt(5): 25 squares of 1/15 each on the average.
            QVERIFY2(sum > 0.8 && sum < 2.8, qPrintable(QString::number(sum)));
        if (!with_draw)
            return;
        // The first pass is drawn as it says, whatever repeats it.
        network.repeats.clear();
        const Weights alone = untrained(looped.project, tiedArm).value().weights;
        QVERIFY(std::ranges::find(weights.parameters,
                                  *std::ranges::find(alone.parameters, "dense2.weight", &ParameterValues::name)) !=
                weights.parameters.end());
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
