// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/run_store.h"

#include <cmath>
#include <filesystem>

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include "core/experiment/train_run.h"
#include "core/files/atomic_file.h"
#include "tests/core/experiment/small_experiment.h"
#include "tests/support/test_program.h"

namespace test_run_store {

using namespace ligature;
using namespace ligature::testing;
namespace fs = std::filesystem;

namespace {

const std::string key(32, 'a');

RunResult someResult()
{
    RunResult result;
    result.key = key;
    result.arm = untiedArm;
    result.seed = 9007199254740991;
    result.fraction = 1.0 / 3;
    result.values = {"0.1", "Übung \"\\"};
    result.learning_rate = 1e-3;
    const double infinity = std::numeric_limits<double>::infinity();
    result.epochs = {{.kind = MetricEvent::Kind::Epoch, .variant = untiedArm, .train_loss = 0.1, .val_loss = 1.0 / 3},
                     {.kind = MetricEvent::Kind::Epoch,
                      .variant = untiedArm,
                      .step = 5,
                      .epoch = 1,
                      .train_loss = infinity,
                      .val_loss = -infinity}};
    result.steps = 5;
    result.total_steps = 10;
    result.training_samples = 48;
    result.validation_samples = 12;
    result.test = LossMeasure{.val_loss = 0.25, .metric = notMeasured};
    result.divergence = RunResult::Divergence{5, "loss", "The loss is not finite.\n"};
    result.seconds = 1.25;
    result.seconds_per_step = 1e-7;
    return result;
}

fs::path fileOf(const QTemporaryDir& folder)
{
    return fs::path(folder.path().toStdString()) / "runs" / (key + ".json");
}

std::string read(const fs::path& file)
{
    return readFile(file, 1 << 20).value_or("");
}

} // namespace

class TestRunStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aResultComesBackBitByBit();
    void aFileThatIsNotWhole_data();
    void aFileThatIsNotWhole();
    void theResultOfAnotherRunIsRefused();
    void aStoreInMemoryKeepsAll();
    void whatIsReadIsNotChanged();
    void aFolderThatCannotBeWrittenIsToldOfAtOnce();
    void filesOfEarlierVersionsAreRead();
    void runsAreListedWithThoseThatCannotBeRead();
    void aRunIsRemovedAndComesBack_data();
    void aRunIsRemovedAndComesBack();
    void aRunThatWasTrainedAnewIsNotWrittenOver();
    void aRunThatIsBeingTrainedIsNotRemoved();
    void whatWasRemovedLongAgoIsTakenAway();
};

void TestRunStore::aResultComesBackBitByBit()
{
    const RunResult result = someResult();
    const std::string json = encodeRunResult(result);
    const auto back = decodeRunResult(json, "run");
    QVERIFY2(back, back ? "" : back.error().oneLine().c_str());
    QCOMPARE(encodeRunResult(*back), json);
    QCOMPARE(back->seed, result.seed);
    QCOMPARE(back->values, result.values);
    QVERIFY(back->divergence == result.divergence);
    QCOMPARE(back->epochs[0].val_loss, 1.0 / 3);
    QVERIFY(std::isinf(back->epochs[1].train_loss) && back->epochs[1].val_loss < 0);
    QVERIFY(std::isnan(back->epochs[0].metric) && std::isnan(back->test->metric));
    QVERIFY(std::isnan(back->valLoss()) && std::isnan(back->trainLoss()) && std::isnan(back->metric()));
    RunResult sound = result;
    sound.divergence.reset();
    sound.test.reset();
    sound.learning_rate = notMeasured;
    const auto again = decodeRunResult(encodeRunResult(sound), "run");
    QVERIFY(again && !again->divergence && !again->test && std::isnan(again->learning_rate));
}

void TestRunStore::aFileThatIsNotWhole_data()
{
    QTest::addColumn<QString>("bytes");
    const QString sound = QString::fromStdString(encodeRunResult(someResult()));
    QTest::newRow("empty") << "";
    QTest::newRow("half of it") << sound.left(sound.size() / 2);
    QTest::newRow("no JSON") << "\u0000\u0001";
    QTest::newRow("another object") << "{}";
    QTest::newRow("a list") << "[]";
    QTest::newRow("a word for a number") << QString(sound).replace("\"steps\": 5", "\"steps\": \"5\"");
    QTest::newRow("below 0") << QString(sound).replace("\"steps\": 5", "\"steps\": -5");
    QTest::newRow("a share above 1") << QString(sound).replace("0.3333333333333333,", "3.0,");
    QTest::newRow("an arm that is no word") << QString(sound).replace("\"untied\"", "\"Untied!\"");
    QTest::newRow("an epoch of four") << QString(sound).replace("[0, 0, 0.1", "[0, 0.1");
    QTest::newRow("an epoch with a word") << QString(sound).replace("\"inf\"", "\"much\"");
    QTest::newRow("one key more") << QString(sound).replace("\"steps\"", "\"colour\": 1, \"steps\"");
    QTest::newRow("a key twice") << QString(sound).replace("\"steps\": 5", "\"steps\": 5, \"steps\": 5");
}

void TestRunStore::aFileThatIsNotWhole()
{
    QFETCH(const QString, bytes);
    QVERIFY(bytes.toStdString() != encodeRunResult(someResult()));
    const QTemporaryDir folder;
    const auto store = *RunStore::open(folder.path().toStdString());
    QVERIFY(writeFileAtomically(fileOf(folder), bytes.toStdString()).has_value());
    const auto found = store->find(key);
    QVERIFY(!found);
    const QString error = QString::fromStdString(found.error().oneLine());
    QVERIFY2(error.contains("runs/" + QString::fromStdString(key) + ".json"), qPrintable(error));
    // The same for whoever runs the experiment: an error, and nothing is overwritten.
    QCOMPARE(read(fileOf(folder)), bytes.toStdString());
}

void TestRunStore::theResultOfAnotherRunIsRefused()
{
    const QTemporaryDir folder;
    const auto store = *RunStore::open(folder.path().toStdString());
    RunResult other = someResult();
    other.key = std::string(32, 'b');
    QVERIFY(writeFileAtomically(fileOf(folder), encodeRunResult(other)).has_value());
    const auto found = store->find(key);
    QVERIFY(!found);
    QVERIFY(found.error().where.ends_with(key + ".json"));
    QCOMPARE(found.error().what, std::string("it is the result of another run"));
}

void TestRunStore::aStoreInMemoryKeepsAll()
{
    RunStore store;
    QVERIFY(store.find(key)->has_value() == false);
    QVERIFY(store.add(someResult()).has_value());
    QCOMPARE(encodeRunResult(**store.find(key)), encodeRunResult(someResult()));
    QCOMPARE(store.keys(), std::vector<std::string>{key});
    QVERIFY(store.runningFolder(key).empty());
}

void TestRunStore::whatIsReadIsNotChanged()
{
    const QTemporaryDir folder;
    const fs::path place = folder.path().toStdString();
    for (const char* const name : {"nothing", "empty"}) {
        if (name == std::string("empty"))
            fs::create_directory(place / name);
        const auto none = RunStore::openToRead(place / name);
        QVERIFY(!none);
        QVERIFY(none.error().where.ends_with(name));
    }
    QVERIFY(fs::is_empty(place / "empty") && !fs::exists(place / "nothing"));
    const auto store = *RunStore::open(place / "there");
    QVERIFY(store->add(someResult()).has_value());
    QCOMPARE((*RunStore::openToRead(place / "there"))->keys(), std::vector<std::string>{key});
}

void TestRunStore::aFolderThatCannotBeWrittenIsToldOfAtOnce()
{
    const QTemporaryDir folder;
    const fs::path file = fs::path(folder.path().toStdString()) / "file";
    QVERIFY(writeFileAtomically(file, "here").has_value());
    const auto store = RunStore::open(file);
    QVERIFY(!store);
    QVERIFY2(store.error().oneLine().find("file") != std::string::npos, store.error().oneLine().c_str());
}

void TestRunStore::filesOfEarlierVersionsAreRead()
{
    // As version 0.9.0 wrote it before runs said what they were trained with.
    RunResult run = someResult();
    run.group.clear();
    run.settings.clear();
    run.parameters = 0;
    const std::string earlier = encodeRunResult(run);
    QVERIFY(earlier.find("group") == std::string::npos && earlier.find("settings") == std::string::npos);
    const auto back = decodeRunResult(earlier, "run");
    QVERIFY(back && back->group.empty() && back->settings.empty() && !back->is_tuning);
    run.group = "g";
    run.settings = {{"Optimizer", "Adam"}, {"Epochs", "20"}};
    run.parameters = 100;
    run.metric_name = "accuracy";
    run.is_tuning = true;
    const auto now = decodeRunResult(encodeRunResult(run), "run");
    QVERIFY2(now, now ? "" : now.error().oneLine().c_str());
    QCOMPARE(encodeRunResult(*now), encodeRunResult(run));
    QCOMPARE(now->settings, run.settings);
}

void TestRunStore::runsAreListedWithThoseThatCannotBeRead()
{
    const QTemporaryDir folder;
    const auto store = *RunStore::open(folder.path().toStdString());
    const fs::path runs = fileOf(folder).parent_path();
    QVERIFY(store->list().empty());
    QVERIFY(store->add(someResult()).has_value());
    QVERIFY(writeFileAtomically(runs / "bad.json", "{").has_value());
    QVERIFY(writeFileAtomically(runs / "stranger.json", encodeRunResult(someResult())).has_value());
    QVERIFY(writeFileAtomically(runs / "other.txt", "").has_value());
    fs::create_directories(runs / "folder.json");
    const std::vector<StoredRun> list = store->list();
    QStringList told;
    for (const StoredRun& run : list)
        told << QString::fromStdString(run.key) + (run.damage ? QStringLiteral("!") : QString());
    QCOMPARE(told.join(u' '), QString::fromStdString(key) + QStringLiteral(" bad! folder! stranger!"));
    QVERIFY(list[0].result->key == key && list[0].written > 1'000'000'000);
    for (std::size_t i = 1; i < list.size(); ++i)
        QVERIFY(list[i].result == nullptr && !list[i].damage->where.empty());
    QVERIFY(QString::fromStdString(list[1].damage->oneLine()).contains("bad.json"));
    // What somebody took away is not listed from memory.
    fs::remove(fileOf(folder));
    QCOMPARE(store->list().size(), std::size_t{3});
    QVERIFY(store->find(key) && !*store->find(key));
}

void TestRunStore::aRunIsRemovedAndComesBack_data()
{
    QTest::addColumn<bool>("in_memory");
    QTest::addColumn<bool>("is_damaged");
    QTest::newRow("in memory") << true << false;
    QTest::newRow("in a folder") << false << false;
    QTest::newRow("one that cannot be read") << false << true;
}

void TestRunStore::aRunIsRemovedAndComesBack()
{
    QFETCH(const bool, in_memory);
    QFETCH(const bool, is_damaged);
    const QTemporaryDir folder;
    const auto store = in_memory ? std::make_unique<RunStore>() : *RunStore::open(folder.path().toStdString());
    if (is_damaged)
        QVERIFY(writeFileAtomically(fileOf(folder), "{").has_value());
    else
        QVERIFY(store->add(someResult()).has_value());
    const std::string bytes = in_memory ? std::string() : read(fileOf(folder));
    QVERIFY(store->remove(key).has_value());
    QVERIFY(store->list().empty());
    QVERIFY(store->find(key) && !*store->find(key));
    QVERIFY(!store->remove(key)); // There is none.
    QVERIFY(store->restore(key).has_value());
    QCOMPARE(store->list().size(), std::size_t{1});
    if (!in_memory)
        QCOMPARE(read(fileOf(folder)), bytes);
    QVERIFY(!store->restore(key));
    QVERIFY(store->remove(key).has_value());
    store->discard(std::vector{key});
    QVERIFY(!store->restore(key));
    QVERIFY(store->list().empty());
    QVERIFY(!fs::exists(fs::path(folder.path().toStdString()) / "removed"));
}

void TestRunStore::aRunThatWasTrainedAnewIsNotWrittenOver()
{
    const QTemporaryDir folder;
    const auto store = *RunStore::open(folder.path().toStdString());
    QVERIFY(store->add(someResult()).has_value());
    QVERIFY(store->remove(key).has_value());
    RunResult anew = someResult();
    anew.seconds = 77;
    QVERIFY(store->add(anew).has_value());
    QVERIFY(store->restore(key).has_value());
    QCOMPARE(store->list()[0].result->seconds, 77.0);
    QCOMPARE(decodeRunResult(read(fileOf(folder)), "run")->seconds, 77.0);
}

void TestRunStore::aRunThatIsBeingTrainedIsNotRemoved()
{
    const QTemporaryDir folder;
    const auto store = *RunStore::open(folder.path().toStdString());
    const Experiment experiment = planned(smallProject());
    const PlannedRun one = experiment.comparedRuns({}).front();
    const std::string own_key = experiment.keyOf(one);
    const fs::path file = fileOf(folder).parent_path() / (own_key + ".json");
    RunToTrain run{experiment.projectOf(one), own_key, experiment.dataset(), store->runningFolder(own_key)};
    std::string refused;
    run.between_slices = [&] {
        QVERIFY(writeFileAtomically(file, "{").has_value()); // What somebody else left there.
        const auto removed = store->remove(own_key);
        refused = removed ? "" : removed.error().what;
        QVERIFY(fs::exists(file));
    };
    QVERIFY(trainRun(run).has_value());
    QCOMPARE(refused, std::string("the run is being trained now"));
    QVERIFY(store->remove(own_key).has_value()); // Once it is through.
}

void TestRunStore::whatWasRemovedLongAgoIsTakenAway()
{
    const QTemporaryDir folder;
    const auto store = *RunStore::open(folder.path().toStdString());
    QVERIFY(store->add(someResult()).has_value());
    QVERIFY(store->remove(key).has_value());
    // Another window may still want it back.
    store->discardLeftovers();
    QVERIFY(store->restore(key).has_value());
}

LIGATURE_APPLESS_TEST(TestRunStore)

} // namespace test_run_store

#include "test_run_store.moc"
