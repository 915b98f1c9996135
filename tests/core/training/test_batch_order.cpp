// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/batch_order.h"

#include <algorithm>
#include <numeric>
#include <set>

#include <QTemporaryDir>
#include <QTest>

#include "core/files/atomic_file.h"
#include "core/safetensors/safetensors_file.h"
#include "core/training/trainer.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_batch_order {

using namespace ligature;
using namespace ligature::testing;
using namespace std::chrono_literals;

namespace {

using Samples = std::vector<std::int64_t>;

TrainingSettings settings(std::uint64_t seed, double validation, double test, double share)
{
    TrainingSettings made;
    made.batch_size = 4;
    made.seed = seed;
    made.validation_fraction = validation;
    made.test_fraction = test;
    made.training_fraction = share;
    return made;
}

Samples listed(std::span<const std::int64_t> samples)
{
    return {samples.begin(), samples.end()};
}

/// The first steps, one after the other.
Samples ordered(BatchOrder& order, int steps)
{
    Samples all;
    for (int step = 0; step < steps; ++step) {
        const auto batch = order.batch(step);
        all.insert(all.end(), batch.begin(), batch.end());
    }
    return all;
}

Project trained()
{
    Project project = tiedAutoencoder(6, 3);
    project.training.arms = {tiedArm};
    project.training.epochs = 3;
    project.training.batch_size = 8;
    return project;
}

Result<std::unique_ptr<Trainer>> resumed(const Project& project, const QTemporaryDir& folder)
{
    return Trainer::resume(project, randomDataset(50, 6, 3), folder.path().toStdString());
}

} // namespace

class TestBatchOrder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void withoutTestAndShareTheOrderIsThatOfVersionsWithoutThem();
    void eachSampleIsInOnePartOrLeftOut_data();
    void eachSampleIsInOnePartOrLeftOut();
    void theTestIsTheSameWhateverTheSeed();
    void theSeedMovesTheSplit();
    void aSmallerShareIsAPartOfALargerOne();
    void nothingLeftIsAnObstacle_data();
    void nothingLeftIsAnObstacle();
    void theTestIsMeasuredOnItsOwnSamples();
    void measuringTheTestChangesNothing();
    void aCheckpointOfAnOlderFileGoesOn();
    void anotherFractionIsRefusedByName_data();
    void anotherFractionIsRefusedByName();
};

/// What the class gave before there were test samples and shares, by running it as it was then.
void TestBatchOrder::withoutTestAndShareTheOrderIsThatOfVersionsWithoutThem()
{
    BatchOrder order(23, settings(5, 0.2, 0, 1));
    QCOMPARE(listed(order.validation()), Samples({6, 16, 17, 19}));
    QCOMPARE(listed(order.training()), Samples({0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 18, 20, 21, 22}));
    QCOMPARE(order.stepsPerEpoch(), 5);
    QCOMPARE(ordered(order, 10), Samples({18, 9,  14, 5,  4, 15, 3, 13, 20, 7, 1, 10, 22, 11, 0,  8,  21, 2, 12,
                                          20, 15, 7,  11, 2, 5,  4, 14, 22, 9, 3, 8,  1,  10, 21, 18, 13, 0, 12}));
    BatchOrder all(7, settings(123456789012, 0, 0, 1));
    QCOMPARE(ordered(all, 4), Samples({5, 4, 2, 3, 0, 6, 1, 2, 0, 6, 5, 4, 3, 1}));
    QVERIFY(all.test().empty() && order.test().empty());
}

void TestBatchOrder::eachSampleIsInOnePartOrLeftOut_data()
{
    QTest::addColumn<double>("validation");
    QTest::addColumn<double>("test");
    QTest::addColumn<double>("share");
    QTest::addColumn<int>("validations");
    QTest::addColumn<int>("tests");
    QTest::addColumn<int>("trainings");
    QTest::newRow("no test") << 0.2 << 0.0 << 1.0 << 20 << 0 << 80;
    QTest::newRow("a test") << 0.2 << 0.1 << 1.0 << 20 << 10 << 70;
    QTest::newRow("a test and no validation") << 0.0 << 0.3 << 1.0 << 0 << 30 << 70;
    QTest::newRow("a share") << 0.2 << 0.1 << 0.5 << 20 << 10 << 35;
    QTest::newRow("the least share") << 0.2 << 0.1 << 1e-9 << 20 << 10 << 1;
    QTest::newRow("a test of less than a sample") << 0.2 << 0.001 << 1.0 << 20 << 0 << 80;
}

void TestBatchOrder::eachSampleIsInOnePartOrLeftOut()
{
    QFETCH(const double, validation);
    QFETCH(const double, test);
    QFETCH(const double, share);
    QFETCH(const int, validations);
    QFETCH(const int, tests);
    QFETCH(const int, trainings);
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        BatchOrder order(100, settings(seed, validation, test, share));
        QCOMPARE(order.validation().size(), std::size_t(validations));
        QCOMPARE(order.test().size(), std::size_t(tests));
        QCOMPARE(order.training().size(), std::size_t(trainings));
        std::set<std::int64_t> all;
        for (const auto part : {order.validation(), order.test(), order.training()}) {
            QVERIFY(std::ranges::is_sorted(part));
            all.insert(part.begin(), part.end());
        }
        QCOMPARE(all.size(), std::size_t(validations + tests + trainings));
        QVERIFY(all.empty() || (*all.begin() >= 0 && *all.rbegin() < 100));
        Samples epoch = ordered(order, static_cast<int>(order.stepsPerEpoch()));
        std::ranges::sort(epoch);
        QCOMPARE(epoch, listed(order.training()));
    }
}

void TestBatchOrder::theTestIsTheSameWhateverTheSeed()
{
    const Samples test = listed(BatchOrder(1000, settings(0, 0.2, 0.15, 1)).test());
    QCOMPARE(test.size(), std::size_t{150});
    // By chance, and not the first or the last ones of a file that may be sorted.
    QVERIFY(test.front() < 100 && test.back() > 900 && test.back() - test.front() > 800);
    for (const std::uint64_t seed : {1ULL, 2ULL, 99ULL, 1'000'000'001ULL}) {
        for (const double share : {0.1, 1.0})
            QCOMPARE(listed(BatchOrder(1000, settings(seed, 0.3, 0.15, share)).test()), test);
    }
}

void TestBatchOrder::theSeedMovesTheSplit()
{
    std::set<Samples> splits;
    for (std::uint64_t seed = 1; seed <= 10; ++seed)
        splits.insert(listed(BatchOrder(100, settings(seed, 0.2, 0.1, 1)).validation()));
    QCOMPARE(splits.size(), std::size_t{10});
}

void TestBatchOrder::aSmallerShareIsAPartOfALargerOne()
{
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        Samples smaller;
        for (const double share : {0.01, 0.1, 0.25, 0.5, 0.999, 1.0}) {
            const BatchOrder order(500, settings(seed, 0.2, 0.1, share));
            const Samples larger = listed(order.training());
            QVERIFY(std::ranges::includes(larger, smaller));
            QVERIFY(larger.size() > smaller.size());
            QCOMPARE(listed(order.validation()), listed(BatchOrder(500, settings(seed, 0.2, 0.1, 1)).validation()));
            smaller = larger;
        }
    }
}

void TestBatchOrder::nothingLeftIsAnObstacle_data()
{
    QTest::addColumn<double>("validation");
    QTest::addColumn<double>("test");
    QTest::addColumn<QString>("mend");
    QTest::newRow("half and half") << 0.5 << 0.5 << "Choose other data, or smaller validation and test splits.";
    QTest::newRow("more than all") << 0.9 << 0.9 << "Choose other data, or smaller validation and test splits.";
    QTest::newRow("one sample is left") << 0.5 << 0.48 << "";
}

void TestBatchOrder::nothingLeftIsAnObstacle()
{
    QFETCH(const double, validation);
    QFETCH(const double, test);
    QFETCH(const QString, mend);
    Project project = trained();
    project.training.validation_fraction = validation;
    project.training.test_fraction = test;
    const auto data = randomDataset(50, 6, 3);
    const auto obstacles = trainingObstacles(project, data.get());
    QCOMPARE(obstacles.size(), std::size_t(mend.isEmpty() ? 0 : 1));
    QCOMPARE(Trainer::create(project, data).has_value(), mend.isEmpty());
    if (mend.isEmpty())
        return;
    QCOMPARE(obstacles[0].code, std::string("no-samples"));
    QCOMPARE(QString::fromStdString(obstacles[0].mend), mend);
    // Asked all the same, there are no batches and no fault.
    const BatchOrder order(50, project.training);
    QVERIFY(order.training().empty());
    QCOMPARE(order.stepsPerEpoch(), 0);
}

/// Beside another trainer whose validation samples are those of the test.
void TestBatchOrder::theTestIsMeasuredOnItsOwnSamples()
{
    Project project = trained();
    project.training.test_fraction = 0.3;
    const auto data = randomDataset(50, 6, 3);
    const auto trainer = Trainer::create(project, data);
    QVERIFY(trainer.has_value());
    (*trainer)->advance(1000, 1h);
    const auto measured = (*trainer)->measureTest(tiedArm);
    QVERIFY(measured.has_value());

    const BatchOrder order(50, project.training);
    const Weights weights = (*trainer)->weights(tiedArm);
    const auto values = [&](const std::string& name) -> const std::vector<float>& {
        return std::ranges::find(weights.parameters, name, &ParameterValues::name)->values;
    };
    const auto& w = values("W"); // 3 x 6
    const auto& b = values("encoder.bias");
    const auto& c = values("decoder.bias");
    double sum = 0;
    for (const std::int64_t sample : order.test()) {
        const float* const x = data->features.data() + sample * 6;
        for (int out = 0; out < 6; ++out) {
            double y = c[std::size_t(out)];
            for (int unit = 0; unit < 3; ++unit) {
                double h = b[std::size_t(unit)];
                for (int in = 0; in < 6; ++in)
                    h += double(w[std::size_t(unit * 6 + in)]) * x[in];
                y += double(w[std::size_t(unit * 6 + out)]) * std::tanh(h);
            }
            sum += (y - x[out]) * (y - x[out]);
        }
    }
    const double expected = sum / (6.0 * double(order.test().size()));
    QVERIFY2(std::abs(measured->val_loss - expected) < 1e-6 * expected,
             qPrintable(QString("%1, not %2").arg(measured->val_loss).arg(expected)));

    project.training.test_fraction = 0;
    QVERIFY(!(*Trainer::create(project, data))->measureTest(tiedArm));
}

void TestBatchOrder::measuringTheTestChangesNothing()
{
    Project project = trained();
    project.training.test_fraction = 0.3;
    const auto once = *Trainer::create(project, randomDataset(50, 6, 3));
    const auto often = *Trainer::create(project, randomDataset(50, 6, 3));
    for (int i = 0; i < 9; ++i) {
        once->advance(1, 1h);
        often->advance(1, 1h);
        const auto first = often->measureTest(tiedArm);
        QCOMPARE(often->measureTest(tiedArm)->val_loss, first->val_loss);
    }
    QCOMPARE(once->checkpoint(tiedArm), often->checkpoint(tiedArm));
}

void TestBatchOrder::aCheckpointOfAnOlderFileGoesOn()
{
    const QTemporaryDir folder;
    const Project project = trained();
    const auto whole = *Trainer::create(project, randomDataset(50, 6, 3));
    whole->advance(1000, 1h);
    const auto part = *Trainer::create(project, randomDataset(50, 6, 3));
    part->advance(7, 1h);
    std::string bytes = part->checkpoint(tiedArm);
    // An older one does not say what its fractions are: same length, other keys.
    for (const std::string key : {"test_fraction", "training_fraction"}) {
        const std::size_t at = bytes.find('"' + key + '"');
        QVERIFY2(at != std::string::npos, key.c_str());
        bytes.replace(at + 1, key.size(), std::string(key.size(), 'z'));
    }
    const std::filesystem::path file = std::filesystem::path(folder.path().toStdString()) / checkpointFileName(tiedArm);
    QVERIFY(writeFileAtomically(file, bytes).has_value());
    const auto later = resumed(project, folder);
    QVERIFY2(later, later ? "" : later.error().oneLine().c_str());
    (*later)->advance(1000, 1h);
    QCOMPARE((*later)->checkpoint(tiedArm), whole->checkpoint(tiedArm));

    Project other = project;
    other.training.test_fraction = 0.1;
    const auto refused = resumed(other, folder);
    QVERIFY(!refused);
    QVERIFY2(refused.error().what.find("test_fraction is 0") != std::string::npos, refused.error().what.c_str());
}

void TestBatchOrder::anotherFractionIsRefusedByName_data()
{
    QTest::addColumn<double>("test");
    QTest::addColumn<double>("share");
    QTest::addColumn<QString>("what");
    QTest::newRow("another test") << 0.2 << 0.5 << "its test_fraction is 0.1, and the training's is 0.2";
    QTest::newRow("no test") << 0.0 << 0.5 << "its test_fraction is 0.1, and the training's is 0";
    QTest::newRow("another share") << 0.1 << 0.25 << "its training_fraction is 0.5, and the training's is 0.25";
    QTest::newRow("all samples") << 0.1 << 1.0 << "its training_fraction is 0.5, and the training's is 1";
    // So few that it is the same number of samples.
    QTest::newRow("a hair") << 0.1 << 0.5001 << "its training_fraction is 0.5, and the training's is 0.5001";
}

void TestBatchOrder::anotherFractionIsRefusedByName()
{
    QFETCH(const double, test);
    QFETCH(const double, share);
    QFETCH(const QString, what);
    const QTemporaryDir folder;
    Project project = trained();
    project.training.test_fraction = 0.1;
    project.training.training_fraction = 0.5;
    const auto trainer = *Trainer::create(project, randomDataset(50, 6, 3));
    trainer->advance(2, 1h);
    QVERIFY(trainer->writeCheckpoint(folder.path().toStdString()).has_value());
    QVERIFY(resumed(project, folder).has_value());
    project.training.test_fraction = test;
    project.training.training_fraction = share;
    const auto refused = resumed(project, folder);
    QVERIFY(!refused);
    QCOMPARE(QString::fromStdString(refused.error().what), what);
}

LIGATURE_APPLESS_TEST(TestBatchOrder)

} // namespace test_batch_order

#include "test_batch_order.moc"
