// SPDX-License-Identifier: GPL-3.0-or-later
#include <fstream>
#include <sstream>

#include <QTemporaryDir>
#include <QTest>

#include "core/report/history_file.h"
#include "core/report/step_log.h"
#include "tests/support/test_program.h"

namespace test_step_log {

using namespace ligature;

namespace {

std::string bytesOf(const std::filesystem::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream bytes;
    bytes << stream.rdbuf();
    return bytes.str();
}

/// The steps of two arms from one on to another, an epoch every ten, as a training tells them.
std::vector<MetricEvent> stepsOf(std::int64_t from, std::int64_t to)
{
    std::vector<MetricEvent> events;
    for (std::int64_t step = from; step <= to; ++step) {
        for (const ArmId& arm : {tiedArm, untiedArm})
            events.push_back({MetricEvent::Kind::Step, arm, step, step / 10 + 1, 1.0 / static_cast<double>(step)});
        if (step % 10 == 0)
            events.push_back({MetricEvent::Kind::Epoch, tiedArm, step, step / 10, 0.5, 0.25});
    }
    return events;
}

} // namespace

class StepLogTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyStepIsALineThatTheHistorysReaderReads()
    {
        const auto file = path("all.csv");
        const auto log = StepLog::open(file, 0, {});
        QVERIFY(log.has_value());
        QVERIFY((*log)->append(stepsOf(1, 100'000)).has_value());
        QVERIFY((*log)->flush().has_value());
        const auto histories = readHistory(bytesOf(file), "all.csv");
        QVERIFY2(histories.has_value(), histories ? "" : histories.error().oneLine().c_str());
        QCOMPARE((*histories)[0].steps.size(), std::size_t{100'000});
        QCOMPARE((*histories)[0].epochs.size(), std::size_t{10'000});
        QCOMPARE((*histories)[1].steps.back().step, 100'000);
    }

    void goingOnLeavesOutWhatCameAfterTheStep_data()
    {
        QTest::addColumn<qint64>("told");
        QTest::addColumn<qint64>("step");
        QTest::addColumn<QByteArray>("torn");
        QTest::newRow("nothing came after it") << qint64(57) << qint64(57) << QByteArray();
        QTest::newRow("a few lines") << qint64(57) << qint64(50) << QByteArray();
        QTest::newRow("a line that was cut off") << qint64(57) << qint64(57) << QByteArray("step,tied,58,6,0.0");
        QTest::newRow("more than is looked at a time") << qint64(60'000) << qint64(20) << QByteArray();
        QTest::newRow("all of it") << qint64(57) << qint64(0) << QByteArray();
    }
    void goingOnLeavesOutWhatCameAfterTheStep()
    {
        QFETCH(qint64, told);
        QFETCH(qint64, step);
        QFETCH(QByteArray, torn);
        const auto whole = path("whole.csv");
        const auto parts = path("parts.csv");
        QVERIFY((*StepLog::open(whole, 0, {}))->append(stepsOf(1, told + 30)).has_value());
        QVERIFY((*StepLog::open(parts, 0, {}))->append(stepsOf(1, told)).has_value());
        std::ofstream(parts, std::ios::app) << torn.toStdString();
        const auto log = StepLog::open(parts, step, {});
        QVERIFY(log.has_value());
        QVERIFY((*log)->append(stepsOf(step + 1, told + 30)).has_value());
        QVERIFY(bytesOf(parts) == bytesOf(whole));
    }

    void aFileThatCannotBeMadeIsNamed()
    {
        const auto log = StepLog::open(path("nowhere") / "steps.csv", 0, {});
        QVERIFY(!log);
        QVERIFY(log.error().oneLine().find("steps.csv") != std::string::npos);
        QCOMPARE(log.error().kind, ErrorKind::Work);
    }

private:
    [[nodiscard]] std::filesystem::path path(const char* name) const { return m_folder.filePath(name).toStdString(); }

    QTemporaryDir m_folder;
};

LIGATURE_GUILESS_TEST(StepLogTest)

} // namespace test_step_log

#include "test_step_log.moc"
