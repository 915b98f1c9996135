// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/examples.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <QTest>

#include "core/network/analysis.h"
#include "core/project/project_file.h"
#include "core/training/trainer.h"
#include "core/tying/account.h"
#include "tests/core/project/fetched_example.h"
#include "tests/support/test_program.h"

namespace test_examples {

using namespace ligature;
using ligature::testing::fetchedExample;

class TestExamples : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theListIsTheOneThatIsPromised();
    void readsAndIsWhole_data();
    void readsAndIsWhole();
    void writesBackAsItIs_data();
    void writesBackAsItIs();
    void hasTheCountsThatItTells_data();
    void hasTheCountsThatItTells();
    void everyNodeHasAPlaceOfItsOwn_data();
    void everyNodeHasAPlaceOfItsOwn();
    void trainsItsFirstSteps_data();
    void trainsItsFirstSteps();
    void anUnknownNameListsTheKnownOnes();
};

namespace {

void addExamples()
{
    QTest::addColumn<QString>("name");
    for (const Example& example : examples())
        QTest::newRow(example.name.data()) << QString::fromUtf8(example.name.data(), qsizetype(example.name.size()));
}

} // namespace

void TestExamples::theListIsTheOneThatIsPromised()
{
    std::vector<std::string> names;
    for (const Example& example : examples())
        names.emplace_back(example.name);
    QCOMPARE(names, (std::vector<std::string>{"tied-autoencoder-digits",
                                              "deep-tied-autoencoder-digits",
                                              "tied-autoencoder-fashion",
                                              "tied-embedding-language-model",
                                              "albert-style-encoder",
                                              "vera-digits",
                                              "hashed-net-digits",
                                              "unrolled-rnn",
                                              "siamese-digits",
                                              "multi-task-digits",
                                              "cnn-shared-kernels",
                                              "rotation-shared-kernels",
                                              "shared-dense",
                                              "shared-scale",
                                              "seed-unnumbered-1-transposed-pair",
                                              "seed-unnumbered-2-shared-vector",
                                              "seed-01-vector-and-transpose",
                                              "seed-02-tiled-vector",
                                              "seed-03-tied-output",
                                              "seed-04-shared-kernel",
                                              "seed-05-two-heads",
                                              "seed-06-frozen-layer",
                                              "seed-07-drawn-once",
                                              "seed-08-two-numbers",
                                              "seed-09-sum-times-number",
                                              "seed-10-named-axis",
                                              "digits-classifier",
                                              "fashion-classifier"}));
    QVERIFY(std::ranges::is_sorted(examples(), {}, &Example::section)); // Each under one heading.
    for (const Example& example : examples())
        QCOMPARE(!example.original.empty(), example.section == ExampleSection::Collection);
}

void TestExamples::readsAndIsWhole_data()
{
    addExamples();
}

void TestExamples::readsAndIsWhole()
{
    QFETCH(QString, name);
    const Project project = fetchedExample();
    QCOMPARE(project.name, std::string(findExample(name.toStdString())->title));
    QVERIFY(project.description.size() > 200);
    for (const Diagnostic& diagnostic : analyse(project.network).diagnostics)
        QFAIL(diagnostic.message.c_str());
}

void TestExamples::writesBackAsItIs_data()
{
    addExamples();
}

void TestExamples::writesBackAsItIs()
{
    QFETCH(QString, name);
    QCOMPARE(QString::fromStdString(writeProject(fetchedExample())),
             QString::fromStdString(std::string(findExample(name.toStdString())->json)));
}

void TestExamples::hasTheCountsThatItTells_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<std::int64_t>("tied");
    QTest::addColumn<std::int64_t>("untied");
    const auto row = [](const char* name, std::int64_t tied, std::int64_t untied) {
        QTest::newRow(name) << QString(name) << tied << untied;
    };
    row("tied-autoencoder-digits", 2'144, 4'192);
    row("tied-autoencoder-fashion", 201'744, 402'448);
    row("tied-embedding-language-model", 674'960, 1'314'960);
    row("albert-style-encoder", 45'824, 146'240);
    row("unrolled-rnn", 1'866, 7'316);
    row("shared-dense", 4'874, 8'970);
    row("shared-scale", 39, 43);
    row("deep-tied-autoencoder-digits", 4'732, 9'244);
    row("vera-digits", 17'322, 25'514);
    row("hashed-net-digits", 1'322, 9'610);
    row("seed-unnumbered-1-transposed-pair", 50, 100);
    row("seed-unnumbered-2-shared-vector", 410, 420);
    row("seed-01-vector-and-transpose", 210, 410);
    row("seed-02-tiled-vector", 410, 430);
    row("seed-03-tied-output", 620, 820);
    row("seed-04-shared-kernel", 2'011, 2'092);
    row("seed-05-two-heads", 640, 860);
    row("seed-06-frozen-layer", 540, 650);
    row("seed-07-drawn-once", 100, 200);
    row("seed-08-two-numbers", 3, 2);
    row("seed-09-sum-times-number", 2, 2);
    row("seed-10-named-axis", 3, 6);
    row("siamese-digits", 5'200, 10'400);
    row("multi-task-digits", 6'746, 9'866);
    row("cnn-shared-kernels", 3'146, 5'450);
    row("rotation-shared-kernels", 2'730, 3'210);
    row("digits-classifier", 2'410, 2'410);
    row("fashion-classifier", 101'770, 101'770);
}

void TestExamples::hasTheCountsThatItTells()
{
    QFETCH(QString, name);
    QFETCH(std::int64_t, tied);
    QFETCH(std::int64_t, untied);
    const Project project = fetchedExample();
    const Account account = accountOf(project.network, project.training);
    QCOMPARE(account.tied.parameters, tied);
    QCOMPARE(account.untied.parameters, untied);
    const QLocale english(QLocale::English);
    const QString texts = QString::fromStdString(project.description) +
                          QString::fromUtf8(findExample(name.toStdString())->summary.data());
    for (const std::int64_t count : {tied, untied})
        QCOMPARE(texts.count(english.toString(static_cast<qlonglong>(count))) >= 2, true);
}

void TestExamples::everyNodeHasAPlaceOfItsOwn_data()
{
    addExamples();
}

void TestExamples::everyNodeHasAPlaceOfItsOwn()
{
    const Project project = fetchedExample();
    std::vector<CanvasPosition> places;
    for (const auto& [id, layer] : project.network.layers)
        places.push_back(project.canvas.layers.at(id));
    for (const auto& [id, parameter] : project.network.parameters) {
        if (parameter.shared) {
            places.push_back(project.canvas.parameters.at(id));
            QVERIFY(project.canvas.colours.contains(id));
        }
    }
    // A node is about 190 wide and up to 130 high.
    for (std::size_t i = 0; i < places.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            QVERIFY(std::abs(places[i].x - places[j].x) >= 230 || std::abs(places[i].y - places[j].y) >= 160);
        }
    }
    // Links run from left to right.
    for (const auto& [input, output] : project.network.links)
        QVERIFY(project.canvas.layers.at(output.layer).x < project.canvas.layers.at(input.layer).x);
}

void TestExamples::trainsItsFirstSteps_data()
{
    addExamples();
}

/// How well they learn is test_examples_learn's.
void TestExamples::trainsItsFirstSteps()
{
    constexpr std::int64_t steps = 5;
    Project project = fetchedExample();
    project.training.validation_fraction = 0; // The losses of the start and of the steps are enough.
    auto dataset = loadDataset(project.data, {});
    if (!dataset && dataset.error().mend.find("Debian") != std::string::npos)
        QSKIP("the example's data are of a Debian package that is not installed");
    QVERIFY2(dataset, dataset ? "" : dataset.error().oneLine().c_str());
    dataset->sample_count = std::min<std::int64_t>(dataset->sample_count, 64);
    const auto trainer = Trainer::create(project, std::make_shared<Dataset>(std::move(*dataset)));
    QVERIFY2(trainer, trainer ? "" : trainer.error().oneLine().c_str());
    (*trainer)->advance(steps, std::chrono::hours(1));
    std::size_t told = 0;
    for (const MetricEvent& event : (*trainer)->takeEvents()) {
        if (event.kind != MetricEvent::Kind::Step)
            continue;
        ++told;
        QVERIFY(std::isfinite(event.train_loss));
    }
    QCOMPARE(told, steps * (*trainer)->variants().size());
}

void TestExamples::anUnknownNameListsTheKnownOnes()
{
    const auto none = loadExample("tied-autoencoder");
    QVERIFY(!none);
    QVERIFY(none.error().mend.find("shared-scale") != std::string::npos);
    QVERIFY(findExample("tied-autoencoder") == nullptr);
}

LIGATURE_APPLESS_TEST(TestExamples)

} // namespace test_examples

#include "test_examples.moc"
