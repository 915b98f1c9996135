// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/project/examples.h"
#include "core/project/project_file.h"
#include "core/training/trainer.h"
#include "tests/core/project/fetched_example.h"
#include "tests/support/test_program.h"

namespace test_examples_learn {

using namespace ligature;
using ligature::testing::fetchedExample;

/// How well the examples learn what their descriptions promise.
class ExamplesLearnTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void trainsWell_data()
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

    void trainsWell()
    {
        QFETCH(double, greatest_loss);
        Project project = fetchedExample();
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

    void theLanguageModelsLearn_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("words with a tied embedding") << "tied-embedding-language-model";
        QTest::newRow("characters through one block four times") << "albert-style-encoder";
    }

    void theLanguageModelsLearn()
    {
        // A small part of the text, which is enough to hesitate between far fewer words than at the start.
        Project project = fetchedExample();
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
};

LIGATURE_APPLESS_TEST(ExamplesLearnTest)

} // namespace test_examples_learn

#include "test_examples_learn.moc"
