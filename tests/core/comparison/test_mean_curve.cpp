// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comparison/mean_curve.h"

#include <cmath>

#include <QTest>

#include "tests/support/test_program.h"

namespace test_mean_curve {

using namespace ligature;

namespace {

/// Its losses epoch by epoch, from epoch 0.
RunResult runOf(const std::vector<double>& losses, bool has_diverged = false)
{
    RunResult run;
    for (std::size_t i = 0; i < losses.size(); ++i)
        run.epochs.push_back({.kind = MetricEvent::Kind::Epoch,
                              .step = static_cast<std::int64_t>(10 * i),
                              .epoch = static_cast<std::int64_t>(i),
                              .val_loss = losses[i]});
    if (has_diverged)
        run.divergence = RunResult::Divergence{15, "loss", ""};
    return run;
}

std::vector<MeanPoint> meanOf(const std::vector<RunResult>& runs)
{
    std::vector<const RunResult*> pointers;
    for (const RunResult& run : runs)
        pointers.push_back(&run);
    return meanCurve(pointers, &MetricEvent::val_loss);
}

} // namespace

class TestMeanCurve : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theIntervalIsStudents()
    {
        // Of 1, 2, 3: t(0.975, 2) has the closed form 0.95 sqrt(2 / 0.0975), times 1 / sqrt(3).
        const auto curve = meanOf({runOf({9, 1}), runOf({9, 2}), runOf({9, 3})});
        QCOMPARE(curve.size(), std::size_t{2});
        QCOMPARE(curve[0].low, 9.0);
        QCOMPARE(curve[1].mean, 2.0);
        QCOMPARE(curve[1].low, 2 - 0.95 * std::sqrt(2 / 0.0975) / std::sqrt(3.0));
        QCOMPARE(curve[1].high, 2 + 0.95 * std::sqrt(2 / 0.0975) / std::sqrt(3.0));
        QCOMPARE(curve[1].step, 10);
        QCOMPARE(curve[1].epoch, 1);
    }

    void epochsThatCount_data()
    {
        QTest::addColumn<std::vector<RunResult>>("runs");
        QTest::addColumn<std::vector<double>>("means");
        using Runs = std::vector<RunResult>;
        using Means = std::vector<double>;
        const double infinity = std::numeric_limits<double>::infinity();
        QTest::newRow("no run") << Runs{} << Means{};
        QTest::newRow("one run") << Runs{runOf({3, 2})} << Means{3, 2};
        QTest::newRow("up to where the first one ends") << Runs{runOf({4, 2, 1}), runOf({2, 4})} << Means{3, 3};
        QTest::newRow("a run that diverged is in it nowhere")
            << Runs{runOf({4, 2}), runOf({100, infinity}, true), runOf({2, 4})} << Means{3, 3};
        QTest::newRow("runs that all diverged have none") << Runs{runOf({4}, true)} << Means{};
        QTest::newRow("an epoch without a number is left out") << Runs{runOf({4, notMeasured, 2})} << Means{4, 2};
        QTest::newRow("nor is it the mean of the others")
            << Runs{runOf({4, infinity, 2}), runOf({4, 3, 2})} << Means{4, 2};
    }
    void epochsThatCount()
    {
        QFETCH(const std::vector<RunResult>, runs);
        std::vector<double> means;
        for (const MeanPoint& point : meanOf(runs))
            means.push_back(point.mean);
        QTEST(means, "means");
    }
};

LIGATURE_APPLESS_TEST(TestMeanCurve)

} // namespace test_mean_curve

#include "test_mean_curve.moc"
