// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/examples.h"

#include <algorithm>
#include <set>

#include <QTest>

#include "core/network/analysis.h"
#include "core/project/project_file.h"
#include "core/training/trainer.h"
#include "core/tying/account.h"
#include "tests/support/test_program.h"

namespace test_examples {

using namespace ligature;

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
    void trainsWell_data();
    void trainsWell();
    void theLanguageModelsLearn_data();
    void theLanguageModelsLearn();
    void anUnknownNameListsTheKnownOnes();
};

namespace {

void addExamples()
{
    QTest::addColumn<QString>("name");
    for (const Example& example : examples())
        QTest::newRow(example.name.data()) << QString::fromUtf8(example.name.data(), qsizetype(example.name.size()));
}

Project loaded()
{
    QFETCH(QString, name);
    const auto project = loadExample(name.toStdString());
    if (!project)
        qFatal("%s", project.error().oneLine().c_str());
    return *project;
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
    const Project project = loaded();
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
    QCOMPARE(QString::fromStdString(writeProject(loaded())),
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
    const Project project = loaded();
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
    const Project project = loaded();
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

void TestExamples::trainsWell_data()
{
    // Those whose data is in the program; Fashion-MNIST takes longer than a test should.
    QTest::addColumn<QString>("name");
    QTest::addColumn<double>("greatest_loss");
    QTest::newRow("the digits are drawn again from 32 numbers") << "tied-autoencoder-digits" << 0.01;
    QTest::newRow("and from 12, through three tied layers each way") << "deep-tied-autoencoder-digits" << 0.02;
    QTest::newRow("weights out of an eighth of their size tell digits apart") << "hashed-net-digits" << 0.15;
    QTest::newRow("288 trained numbers tell digits apart") << "vera-digits" << 0.45;
    // The mixtures without their noise: 0.01 is what the noise alone costs, 0.005 what half of its directions cost.
    QTest::newRow("one matrix through five factors and back") << "seed-unnumbered-1-transposed-pair" << 0.015;
    QTest::newRow("a vector at both ends leaves half of the noise") << "seed-unnumbered-2-shared-vector" << 0.006;
    QTest::newRow("a vector and a matrix leave half of the noise") << "seed-01-vector-and-transpose" << 0.006;
    QTest::newRow("a vector at two widths leaves half of the noise") << "seed-02-tiled-vector" << 0.006;
    QTest::newRow("a matrix at both ends finds the largest of ten") << "seed-03-tied-output" << 0.75;
    QTest::newRow("a kernel of two layers tells digits apart") << "seed-04-shared-kernel" << 0.15;
    QTest::newRow("one trunk finds the largest of ten and tells all") << "seed-05-two-heads" << 0.7;
    QTest::newRow("430 numbers between frozen ones find the largest") << "seed-06-frozen-layer" << 1.6;
    QTest::newRow("a matrix that is drawn once comes down from 20") << "seed-07-drawn-once" << 0.1;
    // What one factor can leave of noise of deviation 0.5: 1/3 · 1/4 / (1/3 + 1/4) = 1/7 for each of three numbers,
    // three times that for their sum.
    QTest::newRow("two numbers leave a seventh") << "seed-08-two-numbers" << 0.155;
    QTest::newRow("two places of a vector tell a sum and a mean") << "seed-09-sum-times-number" << 0.5;
    QTest::newRow("a factor for each column halves the noise") << "seed-10-named-axis" << 0.055;
    QTest::newRow("an unrolled network and the RNN layer tell digits apart") << "unrolled-rnn" << 0.6;
    QTest::newRow("a weight that is used twice tells digits apart") << "shared-dense" << 0.3;
    QTest::newRow("a vector that is used twice tells irises apart") << "shared-scale" << 0.5;
    QTest::newRow("pairs of digits are told apart") << "siamese-digits" << 0.06;
    QTest::newRow("one trunk names digits and draws them") << "multi-task-digits" << 0.6;
    QTest::newRow("kernels that are used twice tell digits apart") << "cnn-shared-kernels" << 0.12;
    QTest::newRow("a kernel that is used in four rotations tells digits apart") << "rotation-shared-kernels" << 0.2;
    QTest::newRow("a plain network tells digits apart") << "digits-classifier" << 0.3;
}

void TestExamples::trainsWell()
{
    QFETCH(double, greatest_loss);
    Project project = loaded();
    project.training.epochs = 20;
    auto dataset = loadDataset(project.data, {});
    QVERIFY(dataset);
    const auto trainer = Trainer::create(project, std::make_shared<Dataset>(std::move(*dataset)));
    QVERIFY(trainer);
    while (!(*trainer)->finished())
        (*trainer)->advance(1'000, std::chrono::milliseconds(1'000));
    int ends = 0;
    for (const MetricEvent& event : (*trainer)->takeEvents()) {
        if (event.kind != MetricEvent::Kind::End)
            continue;
        ++ends;
        QVERIFY2(event.val_loss < greatest_loss, std::to_string(event.val_loss).c_str());
    }
    QCOMPARE(ends, static_cast<int>((*trainer)->variants().size()));
    if (ends == 2)
        QVERIFY((*trainer)->twinCheck()->identical);
}

void TestExamples::theLanguageModelsLearn_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("words with a tied embedding") << "tied-embedding-language-model";
    QTest::newRow("characters through one block four times") << "albert-style-encoder";
}

void TestExamples::theLanguageModelsLearn()
{
    // A small part of the text, which is enough to hesitate between far fewer words than at the start.
    Project project = loaded();
    project.data.options.set("most_tokens", std::int64_t{10'000});
    project.training.arms = {tiedArm};
    project.training.epochs = 2;
    auto dataset = loadDataset(project.data, {});
    if (!dataset && dataset.error().mend.find("bible-kjv-text") != std::string::npos)
        QSKIP("Debian's bible-kjv-text is not installed");
    QVERIFY2(dataset, dataset ? "" : dataset.error().oneLine().c_str());
    const auto vocabulary = static_cast<double>(dataset->class_names.size());
    const auto trainer = Trainer::create(project, std::make_shared<Dataset>(std::move(*dataset)));
    QVERIFY2(trainer, trainer ? "" : trainer.error().oneLine().c_str());
    while (!(*trainer)->finished())
        (*trainer)->advance(1'000, std::chrono::milliseconds(1'000));
    const auto events = (*trainer)->takeEvents();
    QVERIFY(events.front().metric > 0.9 * vocabulary);
    QVERIFY2(events.back().metric < 0.5 * vocabulary, std::to_string(events.back().metric).c_str());
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
