// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <set>

#include <QTest>

#include "core/program/initial_values.h"
#include "core/project/examples.h"
#include "core/project/project_file.h"
#include "core/training/trainer.h"
#include "core/tying/account.h"
#include "core/tying/linter.h"
#include "tests/support/compiled_network.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_seed_examples {

using namespace ligature;
using namespace ligature::testing;

namespace {

Project example(const std::string& name)
{
    return loadExample(name).value();
}

Project original(const std::string& name)
{
    return loadOriginal(name).value();
}

QString text(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

/// Trains for a little, and tells which parameters that moved.
std::set<ParameterId> movedByTraining(Project project)
{
    project.training.epochs = 2;
    auto dataset = loadDataset(project.data, {}).value();
    const auto trainer = Trainer::create(project, std::make_shared<Dataset>(std::move(dataset))).value();
    trainer->advance(0, std::chrono::seconds(60));
    const Weights before = trainer->weights(tiedArm);
    trainer->advance(10'000, std::chrono::seconds(60));
    const Weights after = trainer->weights(tiedArm);
    std::set<ParameterId> moved;
    for (std::size_t i = 0; i < before.parameters.size(); ++i) {
        if (before.parameters[i] != after.parameters[i])
            moved.insert(before.parameters[i].parameter);
    }
    return moved;
}

/// A sample's numbers through an example: what a layer gives.
std::vector<double> outputFor(const Project& project, const std::string& parameter, const std::vector<double>& values,
                              const std::vector<double>& input, const std::string& layer)
{
    CompiledNetwork compiled(project.network);
    compiled.setParameter(parameter, values);
    compiled.setInput("input", input);
    compiled.setInput("target", std::vector<double>(input.size(), 0.0));
    compiled.run();
    return compiled.output(layer);
}

} // namespace

/// The collection that Ligature began from: what its snippets do as they were written, and what ours do.
class TestSeedExamples : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyOriginalSaysWhatIsWrongWithIt_data();
    void everyOriginalSaysWhatIsWrongWithIt();
    void theOriginalsHaveTheCountsThatTheyHad_data();
    void theOriginalsHaveTheCountsThatTheyHad();
    void anOriginalThatRunsTrains_data();
    void anOriginalThatRunsTrains();
    void theIntroductionsDeclaredWeightNeverMoves();
    void theTransposedPairsGradientIsTheSumOfBothUses();
    void example8s_gradientsAre12And6And0();
    void example9s_callsGive6And12();
    void example9s_indexIsChecked();
    void example10s_axes_data();
    void example10s_axes();
    void example6s_frozenLayerIsReadTwiceAndNeverMoves();
    void example7s_weightIsDrawnOnce();
};

void TestSeedExamples::everyOriginalSaysWhatIsWrongWithIt_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("says"); ///< nothing: it runs as it was written, and there is nothing to say
    QTest::addColumn<QString>("mend");
    const auto row = [](const char* name, const char* code, const char* says, const char* mend = "") {
        QTest::newRow(name) << name << code << says << mend;
    };
    row("seed-unnumbered-1-transposed-pair", "parameter-unused", "Nothing uses \"shared_weights\"");
    row("seed-unnumbered-2-shared-vector", "", "");
    row("seed-01-vector-and-transpose", "", "");
    row("seed-02-tiled-vector", "tie-shape", "Its scale needs 20, and \"w\" gives 10.",
        "Add the step \"Tiled\" to the tie, or untie it.");
    row("seed-03-tied-output", "tie-shape", "Its weight needs 1 × 10, and \"w\" gives 10.",
        "Add the step \"Reshaped\" to the tie, or untie it.");
    row("seed-04-shared-kernel", "tie-shape", "Its weight needs 3 × 3 × 3 × 3, and \"filter\" gives 3 × 3 × 3.",
        "Add the step \"Broadcast\" to the tie, or untie it.");
    row("seed-05-two-heads", "", "");
    row("seed-06-frozen-layer", "", "");
    row("seed-07-drawn-once", "", "");
    row("seed-08-two-numbers", "", "");
    row("seed-09-sum-times-number", "", "");
    row("seed-10-named-axis", "", "");
}

void TestSeedExamples::everyOriginalSaysWhatIsWrongWithIt()
{
    QFETCH(QString, name);
    QFETCH(QString, code);
    QFETCH(QString, says);
    QFETCH(QString, mend);
    const Project project = original(name.toStdString());
    QVERIFY(project.description.size() > 100);
    QCOMPARE(QString::fromStdString(writeProject(project)), text(findExample(name.toStdString())->original));
    QCOMPARE(text(findExample(name.toStdString())->original_finding), code);
    const std::vector<Diagnostic> found = analyse(project.network).diagnostics;
    if (code.isEmpty()) {
        QVERIFY(examine(project.network, project.training).diagnostics.empty());
        return;
    }
    QCOMPARE(found.size(), std::size_t{1});
    QCOMPARE(text(found[0].code), code);
    QVERIFY2(text(found[0].message).startsWith(says), found[0].message.c_str());
    QVERIFY(!found[0].mend.empty());
    if (!mend.isEmpty())
        QCOMPARE(text(found[0].mend), mend);
}

void TestSeedExamples::theOriginalsHaveTheCountsThatTheyHad_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<std::int64_t>("parameters");
    QTest::addColumn<std::int64_t>("trainable");
    const auto row = [](const char* name, std::int64_t parameters, std::int64_t trainable) {
        QTest::newRow(name) << name << parameters << trainable;
    };
    row("seed-unnumbered-1-transposed-pair", 105, 105);
    row("seed-unnumbered-2-shared-vector", 410, 410);
    row("seed-01-vector-and-transpose", 410, 410);
    row("seed-05-two-heads", 540, 540);
    row("seed-06-frozen-layer", 540, 430);
}

void TestSeedExamples::theOriginalsHaveTheCountsThatTheyHad()
{
    QFETCH(QString, name);
    QFETCH(std::int64_t, parameters);
    QFETCH(std::int64_t, trainable);
    const Project project = original(name.toStdString());
    const Account account = accountOf(project.network, project.training);
    QCOMPARE(account.tied.parameters, parameters);
    QCOMPARE(account.tied.trainable, trainable);
    QCOMPARE(account.untied.parameters, parameters); // Nothing was shared.
}

void TestSeedExamples::anOriginalThatRunsTrains_data()
{
    QTest::addColumn<QString>("name");
    for (const Example& each : examples()) {
        if (!each.original.empty() && each.original_finding != "tie-shape")
            QTest::newRow(each.name.data()) << text(each.name);
    }
}

void TestSeedExamples::anOriginalThatRunsTrains()
{
    QFETCH(QString, name);
    Project project = original(name.toStdString());
    project.training.epochs = 2;
    auto dataset = loadDataset(project.data, {});
    QVERIFY(dataset);
    const auto trainer = Trainer::create(project, std::make_shared<Dataset>(std::move(*dataset)));
    QVERIFY2(trainer, trainer ? "" : trainer.error().oneLine().c_str());
    (*trainer)->advance(10'000, std::chrono::seconds(60));
    QVERIFY((*trainer)->finished());
    QVERIFY(!(*trainer)->divergence());
}

void TestSeedExamples::theIntroductionsDeclaredWeightNeverMoves()
{
    Project project = original("seed-unnumbered-1-transposed-pair");
    project.training.optimizer = "adamw";
    project.training.optimizer_attributes = {{"weight_decay", 0.1}};
    const ParameterId declared = findSharedParameter(project.network, "shared_weights").value();
    const std::set<ParameterId> moved = movedByTraining(project);
    for (const auto& [id, parameter] : project.network.parameters)
        QCOMPARE(moved.contains(id), id != declared);
}

void TestSeedExamples::theTransposedPairsGradientIsTheSumOfBothUses()
{
    const auto gradientsFor = [](bool first_counts, bool second_counts) {
        Project project = example("seed-unnumbered-1-transposed-pair");
        project.network.ties.at({layerNamed(project.network, "layer1"), "weight"}).gradient_factor = first_counts;
        project.network.ties.at({layerNamed(project.network, "layer2"), "weight"}).gradient_factor = second_counts;
        CompiledNetwork compiled(project.network);
        compiled.setParameter("W", someNumbers(50, -0.7));
        compiled.setInput("input", someNumbers(10, 0.2));
        compiled.setInput("target", someNumbers(10, 0.5));
        compiled.run();
        return compiled.gradient("W");
    };
    const std::vector<double> both = gradientsFor(true, true);
    const std::vector<double> first = gradientsFor(true, false);
    const std::vector<double> second = gradientsFor(false, true);
    std::vector<double> sum = first;
    for (std::size_t i = 0; i < sum.size(); ++i)
        sum[i] += second[i];
    QVERIFY(largestDifference(both, sum) < 1e-12);
    for (const auto& one : {first, second})
        QVERIFY(std::ranges::any_of(one, [](double g) { return std::abs(g) > 0.01; }));
}

void TestSeedExamples::example8s_gradientsAre12And6And0()
{
    CompiledNetwork compiled(example("seed-08-two-numbers").network);
    compiled.setParameter("s", {1, 2, 3});
    compiled.setInput("input", {1, 2, 3});
    compiled.makeLossASum();
    compiled.run();
    QVERIFY(largestDifference(compiled.output("layer2"), {2, 4, 6}) < 1e-12);
    QVERIFY(largestDifference(compiled.gradient("s"), {12, 6, 0}) < 1e-12);
}

void TestSeedExamples::example9s_callsGive6And12()
{
    for (const Project& project : {example("seed-09-sum-times-number"), original("seed-09-sum-times-number")}) {
        CompiledNetwork compiled(project.network);
        compiled.setParameter("s", {1, 2});
        compiled.setInput("input", {1, 2, 3});
        compiled.setInput("target", {1, 1, 1});
        compiled.run();
        QVERIFY(largestDifference(compiled.output("layer1"), {6}) < 1e-12);
        QVERIFY(largestDifference(compiled.output("layer2"), {12}) < 1e-12);
        // Each place learns from its own call alone: the sum of x times what is asked of the call.
        const double first = compiled.outputGradient("layer1")[0];
        const double second = compiled.outputGradient("layer2")[0];
        QVERIFY(std::abs(first - 2 * (6 - 3)) < 1e-12);
        QVERIFY(std::abs(second - 2 * (12 - 1)) < 1e-12);
        QVERIFY(largestDifference(compiled.gradient("s"), {6 * first, 6 * second}) < 1e-12);
    }
}

void TestSeedExamples::example9s_indexIsChecked()
{
    Project project = example("seed-09-sum-times-number");
    const Slot second{layerNamed(project.network, "layer2"), "scale"};
    project.network.ties.at(second).view.at(0).attributes.set("position", std::int64_t{2});
    const std::vector<Diagnostic> found = analyse(project.network).diagnostics;
    QCOMPARE(found.size(), std::size_t{1});
    QCOMPARE(found[0].code, std::string("view"));
    QCOMPARE(found[0].layer, std::optional(second.layer));
    QVERIFY2(found[0].message.find("no place 2") != std::string::npos, found[0].message.c_str());
}

void TestSeedExamples::example10s_axes_data()
{
    QTest::addColumn<bool>("as_written");
    QTest::addColumn<std::vector<double>>("expected");
    QTest::newRow("along the rows, as the tie says") << false << std::vector<double>{1, 6, 15, 2, 8, 18};
    QTest::newRow("down the columns, as R recycles") << true << std::vector<double>{1, 9, 10, 4, 4, 18};
}

void TestSeedExamples::example10s_axes()
{
    QFETCH(bool, as_written);
    QFETCH(std::vector<double>, expected);
    // R's matrix(1:6, 2, 3).
    const std::vector<double> x = {1, 3, 5, 2, 4, 6};
    const Project project = as_written ? original("seed-10-named-axis") : example("seed-10-named-axis");
    QVERIFY(largestDifference(outputFor(project, "c", {1, 2, 3}, x, "as a matrix"), expected) < 1e-12);
}

void TestSeedExamples::example6s_frozenLayerIsReadTwiceAndNeverMoves()
{
    const Project project = example("seed-06-frozen-layer");
    const Account account = accountOf(project.network, project.training);
    QCOMPARE(account.tied.trainable, std::int64_t{430});
    QCOMPARE(account.tied.gradient_bytes, std::int64_t{430} * 4);
    const std::set<ParameterId> moved = movedByTraining(project);
    for (const auto& [id, parameter] : project.network.parameters)
        QCOMPARE(moved.contains(id), parameter.trainable);
}

void TestSeedExamples::example7s_weightIsDrawnOnce()
{
    // Both calls multiply by one W, as x * W does: (1, 2) (0 1; 1 1) = (2, 3), and again (3, 5).
    Project project = example("seed-07-drawn-once");
    std::vector<double> W(100, 0.0);
    W[1] = W[10] = W[11] = 1;
    std::vector<double> x(10, 0.0);
    x[0] = 1;
    x[1] = 2;
    std::vector<double> expected(10, 0.0);
    expected[0] = 3;
    expected[1] = 5;
    QVERIFY(largestDifference(outputFor(project, "W", W, x, "second call"), expected) < 1e-12);
    // rand: uniform between 0 and 1.
    const ParameterId id = findSharedParameter(project.network, "W").value();
    CompiledNetwork compiled(project.network);
    const std::vector<double> drawn = drawInitialValues(compiled.graph(), 1).at(id);
    const auto [least, largest] = std::ranges::minmax(drawn);
    QVERIFY(least >= 0 && least < 0.1 && largest > 0.9 && largest < 1);
}

LIGATURE_APPLESS_TEST(TestSeedExamples)

} // namespace test_seed_examples

#include "test_seed_examples.moc"
