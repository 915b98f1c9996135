// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include <QTest>

#include "core/optimization/learning_rate.h"
#include "golden_file.h"
#include "tests/support/test_program.h"

namespace test_golden_schedules {

using namespace ligature;
using namespace ligature::golden;

namespace {

const Json& cases()
{
    static const Json file = readFile("schedules.json");
    return file.at("cases");
}

} // namespace

class GoldenSchedulesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ratesAreThoseOfPyTorch_data()
    {
        QTest::addColumn<int>("row");
        for (std::size_t i = 0; i < cases().size(); ++i)
            QTest::newRow(cases()[i].at("title").get<std::string>().c_str()) << static_cast<int>(i);
    }
    void ratesAreThoseOfPyTorch()
    {
        QFETCH(int, row);
        const Json& golden = cases()[static_cast<std::size_t>(row)];
        TrainingSettings settings;
        settings.schedule = golden.at("type").get<std::string>();
        settings.optimizer_attributes.set("learning_rate", 0.25);
        const ScheduleType* const type = findScheduleType(settings.schedule);
        QVERIFY(type != nullptr);
        settings.schedule_attributes = attributes(golden.at("attributes"), type->attributes());
        QVERIFY(validate(type->attributes(), settings.schedule_attributes, {}).has_value());
        const auto per_epoch = golden.at("steps_per_epoch").get<std::int64_t>();
        LearningRate rate(settings, golden.at("total_steps").get<std::int64_t>(), per_epoch);
        const auto factors = golden.at("factors").get<std::vector<double>>();
        for (std::size_t i = 0; i < factors.size(); ++i) {
            const auto step = static_cast<std::int64_t>(i);
            const double actual = rate.at(step) / 0.25;
            QVERIFY2(std::abs(actual - factors[i]) <= 1e-13,
                     qPrintable(QStringLiteral("update %1: %2 instead of %3").arg(i).arg(actual).arg(factors[i])));
            if (rate.hasState() && (step + 1) % per_epoch == 0) {
                const std::string loss = golden.at("losses").at(i / static_cast<std::size_t>(per_epoch));
                rate.endEpoch(std::stod(loss));
            }
        }
    }

    void everyScheduleHasAGoldenRow_data()
    {
        QTest::addColumn<QString>("type");
        for (const ScheduleType* type : scheduleTypes())
            QTest::newRow(type->name().c_str()) << QString::fromStdString(type->name());
    }
    void everyScheduleHasAGoldenRow()
    {
        QFETCH(QString, type);
        for (const Json& golden : cases()) {
            if (golden.at("type") == type.toStdString())
                return;
        }
        QFAIL("add one to SCHEDULES in tests/golden/make_golden.py");
    }

    void theConstantScheduleIsTheFirstAndKeepsTheVeryRate()
    {
        QCOMPARE(scheduleTypes().front()->name(), TrainingSettings().schedule);
        TrainingSettings settings;
        settings.optimizer_attributes.set("learning_rate", 0.1);
        const LearningRate rate(settings, 100, 10);
        QCOMPARE(rate.at(0), 0.1);
        QCOMPARE(rate.at(99), 0.1);
    }

    /// However short a training is, and after its last update.
    void everyFactorIsFinite_data() { everyScheduleHasAGoldenRow_data(); }
    void everyFactorIsFinite()
    {
        QFETCH(QString, type);
        TrainingSettings settings;
        settings.schedule = type.toStdString();
        for (const std::int64_t total : {1, 2, 3, 4, 7, 1000}) {
            const LearningRate rate(settings, total, 1);
            for (std::int64_t step = 0; step <= total; ++step)
                QVERIFY(std::isfinite(rate.at(step)) && rate.at(step) >= 0);
        }
    }
};

LIGATURE_GUILESS_TEST(GoldenSchedulesTest)

} // namespace test_golden_schedules

#include "test_golden_schedules.moc"
