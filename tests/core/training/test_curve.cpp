// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include <QTest>

#include "core/report/history_file.h"
#include "core/training/curve.h"
#include "tests/support/test_program.h"

namespace test_curve {

using namespace ligature;

namespace {

using Kind = MetricEvent::Kind;

/// A loss that goes down with noise; a spike and a loss that is not finite at places that are known.
double lossAt(std::int64_t step)
{
    if (step == 77'777)
        return 1e6;
    if (step == 123'456)
        return -1e6;
    if (step == 150'001)
        return std::numeric_limits<double>::infinity();
    return 1.0 / static_cast<double>(step) + 0.1 * std::sin(static_cast<double>(step * step % 1000));
}

MetricEvent stepAt(std::int64_t step)
{
    return {Kind::Step, tiedArm, step, step / 50 + 1, lossAt(step), notMeasured, notMeasured, 0.001 * double(step)};
}

MetricEvent epochAt(std::int64_t epoch)
{
    return {Kind::Epoch, tiedArm, epoch * 50, epoch, lossAt(epoch + 1), lossAt(epoch + 2), lossAt(epoch + 3), 0};
}

History historyOf(std::int64_t steps)
{
    History history{tiedArm, {}, {}};
    for (std::int64_t step = 1; step <= steps; ++step)
        addToHistory(history, stepAt(step));
    return history;
}

bool sameEvents(const std::vector<MetricEvent>& a, const std::vector<MetricEvent>& b)
{
    const auto same = [](double x, double y) {
        return std::bit_cast<std::uint64_t>(x) == std::bit_cast<std::uint64_t>(y) || (std::isnan(x) && std::isnan(y));
    };
    return std::ranges::equal(a, b, [&](const MetricEvent& x, const MetricEvent& y) {
        return x.step == y.step && x.epoch == y.epoch && same(x.train_loss, y.train_loss) &&
               same(x.val_loss, y.val_loss) && same(x.metric, y.metric);
    });
}

UseGradients useAt(std::int64_t step, std::uint64_t parameter, const ArmId& arm)
{
    UseGradients figures;
    figures.variant = arm;
    figures.step = step;
    figures.parameter = ParameterId{parameter};
    figures.norms = {static_cast<double>(step)};
    return figures;
}

} // namespace

class CurveTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aShortTrainingIsKeptWhole()
    {
        const History history = historyOf(stepBuckets);
        QCOMPARE(history.steps.size(), static_cast<std::size_t>(stepBuckets));
        QCOMPARE(history.steps[41].step, 42);
    }

    void aLongOneTakesNoMoreThanItsBuckets_data()
    {
        QTest::addColumn<qint64>("steps");
        QTest::newRow("one more than there are buckets") << qint64(stepBuckets + 1);
        QTest::newRow("a width's last") << qint64(2 * stepBuckets);
        QTest::newRow("long") << qint64(200'003);
        QTest::newRow("very long") << qint64(1'000'000);
    }
    void aLongOneTakesNoMoreThanItsBuckets()
    {
        QFETCH(qint64, steps);
        const History history = historyOf(steps);
        QVERIFY(history.steps.size() <= static_cast<std::size_t>(4 * stepBuckets));
        QVERIFY(history.steps.size() > static_cast<std::size_t>(stepBuckets / 2));
        QVERIFY(history.steps.capacity() <= static_cast<std::size_t>(16 * stepBuckets));
        QVERIFY(std::ranges::is_sorted(history.steps, {}, &MetricEvent::step));
        QCOMPARE(history.steps.back().step, steps);
    }

    void noExtremeIsLost()
    {
        const History history = historyOf(200'003);
        for (const std::int64_t step : {77'777, 123'456, 150'001})
            QVERIFY(std::ranges::find(history.steps, step, &MetricEvent::step) != history.steps.end());
        // Of any stretch of 64 steps the least and the greatest that were told are there.
        std::int64_t width = 1;
        while (width * stepBuckets < 200'003)
            width *= 2;
        for (std::int64_t bucket = 0; bucket < 200'003 / width; bucket += 97) {
            double least = INFINITY;
            double greatest = -INFINITY;
            for (std::int64_t step = bucket * width + 1; step <= (bucket + 1) * width; ++step) {
                least = std::min(least, lossAt(step));
                greatest = std::isfinite(lossAt(step)) ? std::max(greatest, lossAt(step)) : greatest;
            }
            const auto isKept = [&](double loss) {
                return std::ranges::any_of(history.steps, [&](const MetricEvent& event) {
                    return (event.step - 1) / width == bucket && event.train_loss == loss;
                });
            };
            QVERIFY(isKept(least));
            QVERIFY(isKept(greatest));
        }
    }

    /// What is kept is a function of what was told: read back from a file at any step and added to, it is the same.
    void aCurveThatIsReadBackGoesOnAsIfItHadNotBeenWritten_data()
    {
        QTest::addColumn<qint64>("stop");
        for (const qint64 stop : {1, 8'191, 8'192, 8'193, 16'384, 16'385, 20'000, 32'767, 39'999})
            QTest::addRow("stopped at %lld", stop) << stop;
    }
    void aCurveThatIsReadBackGoesOnAsIfItHadNotBeenWritten()
    {
        QFETCH(qint64, stop);
        constexpr std::int64_t all = 40'000;
        auto read = readHistory(writeHistory({historyOf(stop)}), "history.csv");
        QVERIFY(read.has_value());
        History history = std::move(read->front());
        for (std::int64_t step = stop + 1; step <= all; ++step)
            addToHistory(history, stepAt(step));
        QVERIFY(sameEvents(history.steps, historyOf(all).steps));
    }

    void epochsAreBoundedTooAndTheStartStays()
    {
        History history{tiedArm, {}, {}};
        for (std::int64_t epoch = 0; epoch <= 200'000; ++epoch)
            addToHistory(history, epochAt(epoch));
        QVERIFY(history.epochs.size() <= static_cast<std::size_t>(8 * epochBuckets));
        QCOMPARE(history.epochs.front().epoch, 0);
        QCOMPARE(history.epochs.back().epoch, 200'000);
        // The spike of each figure: they are an epoch apart.
        for (const std::int64_t epoch : {77'776, 77'775, 77'774})
            QVERIFY(std::ranges::find(history.epochs, epoch, &MetricEvent::epoch) != history.epochs.end());
    }

    void usesKeepTheLastOfEachBucketOfEachParameterAndArm()
    {
        std::vector<UseGradients> kept;
        constexpr std::int64_t last = 100'001;
        for (std::int64_t step = 1; step <= last; step += 8) {
            for (const std::uint64_t parameter : {3, 5}) {
                addToUses(kept, useAt(step, parameter, tiedArm));
                addToUses(kept, useAt(step, parameter, untiedArm));
            }
        }
        QVERIFY(kept.size() <= static_cast<std::size_t>(4 * useBuckets));
        QVERIFY(kept.size() >= static_cast<std::size_t>(2 * useBuckets));
        QVERIFY(std::ranges::is_sorted(kept, {}, &UseGradients::step));
        for (const ArmId& arm : {tiedArm, untiedArm}) {
            for (const std::uint64_t parameter : {3, 5}) {
                std::vector<std::int64_t> steps;
                for (const UseGradients& figures : kept) {
                    if (figures.variant == arm && figures.parameter == ParameterId{parameter})
                        steps.push_back(figures.step);
                }
                QCOMPARE(steps.back(), last);
                QVERIFY(steps.size() >= static_cast<std::size_t>(useBuckets / 2));
                QVERIFY(std::ranges::adjacent_find(steps) == steps.end());
            }
        }
    }
};

LIGATURE_GUILESS_TEST(CurveTest)

} // namespace test_curve

#include "test_curve.moc"
