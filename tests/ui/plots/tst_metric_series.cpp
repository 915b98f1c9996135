// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/support/test_program.h"
#include "ui/plots/metric_series.h"

namespace tst_metric_series {

using namespace ligature;

namespace {

/// Steps 0, 10, 20, ... 90 with 20 steps an epoch and a second a step.
MetricSeries tens()
{
    MetricSeries series;
    for (std::int64_t i = 0; i < 10; ++i)
        series.append({.step = 10 * i, .epoch = (10 * i + 19) / 20, .seconds = 10.0 * static_cast<double>(i)}, 1.0);
    return series;
}

} // namespace

class TestMetricSeries : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPositionIsReadInEachUnit()
    {
        const MetricPosition position{.step = 30, .epoch = 2, .seconds = 1.5};
        QCOMPARE((ProgressScale{ProgressUnit::Step, 20}(position)), 30.0);
        QCOMPARE((ProgressScale{ProgressUnit::Seconds, 20}(position)), 1.5);
        QCOMPARE((ProgressScale{ProgressUnit::Epoch, 20}(position)), 1.5);
        // Without the steps of an epoch, the epoch that the step belongs to.
        QCOMPARE((ProgressScale{ProgressUnit::Epoch, 0}(position)), 2.0);
    }

    void theNearestMeasurementIsFound_data()
    {
        QTest::addColumn<double>("x");
        QTest::addColumn<int>("index");
        QTest::newRow("before the first") << -5.0 << 0;
        QTest::newRow("on one") << 40.0 << 4;
        QTest::newRow("a little after one") << 41.0 << 4;
        QTest::newRow("a little before one") << 49.0 << 5;
        QTest::newRow("half way, the earlier") << 45.0 << 4;
        QTest::newRow("after the last") << 1e9 << 9;
    }
    void theNearestMeasurementIsFound()
    {
        QFETCH(double, x);
        QFETCH(int, index);
        QCOMPARE(static_cast<int>(tens().nearest({}, x).value()), index);
    }

    void anEmptySeriesHasNoNearest() { QVERIFY(!MetricSeries().nearest({}, 1)); }

    void aRangeHasANeighbourOnEachSide_data()
    {
        QTest::addColumn<double>("lower");
        QTest::addColumn<double>("upper");
        QTest::addColumn<int>("first");
        QTest::addColumn<int>("last");
        QTest::newRow("inside") << 25.0 << 55.0 << 2 << 7;
        QTest::newRow("with its ends on values") << 20.0 << 50.0 << 1 << 7;
        QTest::newRow("between two values") << 21.0 << 22.0 << 2 << 4;
        QTest::newRow("all") << 0.0 << 90.0 << 0 << 10;
        QTest::newRow("beyond the end") << 95.0 << 99.0 << 9 << 10;
    }
    void aRangeHasANeighbourOnEachSide()
    {
        QFETCH(double, lower);
        QFETCH(double, upper);
        QFETCH(int, first);
        QFETCH(int, last);
        const auto range = tens().indicesWithin({}, lower, upper);
        QCOMPARE(static_cast<int>(range.first), first);
        QCOMPARE(static_cast<int>(range.second), last);
    }

    void smoothingLaterEqualsSmoothingFromTheStart()
    {
        MetricSeries early;
        early.setSmoothing(0.8);
        MetricSeries late;
        for (std::int64_t i = 0; i < 100; ++i) {
            const double value = static_cast<double>((i * 37) % 11);
            early.append({.step = i}, value);
            late.append({.step = i}, value);
        }
        late.setSmoothing(0.8);
        for (std::size_t i = 0; i < 100; ++i) {
            QCOMPARE(late.smoothed()[i], early.smoothed()[i]);
            QCOMPARE(late.raw()[i], early.raw()[i]);
        }
        late.setSmoothing(0);
        QCOMPARE(late.smoothed()[50], late.raw()[50]);
    }
};

LIGATURE_GUILESS_TEST(TestMetricSeries)

} // namespace tst_metric_series

#include "tst_metric_series.moc"
