// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <limits>

#include <QTest>

#include "tests/support/test_program.h"
#include "ui/plots/curve.h"

namespace tst_curve {

using namespace ligature;

namespace {

constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

MetricSeries seriesOf(const std::vector<double>& values)
{
    MetricSeries series;
    for (std::size_t i = 0; i < values.size(); ++i)
        series.append({.step = static_cast<std::int64_t>(i)}, values[i]);
    return series;
}

DrawnCurve drawn(const MetricSeries& series, AxisScale scale, PlotRange x = {0, 1e9}, CurveKind kind = CurveKind::Steps,
                 std::size_t buckets = 500)
{
    return drawnCurve({&series, QStringLiteral("curve"), tiedArm, kind}, {}, x, scale, buckets);
}

} // namespace

class TestCurve : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aLineBreaksWhereAValueHasNoPlaceAndAMarkSaysSo()
    {
        const MetricSeries series = seriesOf({1, notANumber, 2, infinity, 3, -infinity, 1e300, 4});
        const DrawnCurve curve = drawn(series, AxisScale::Linear);
        QCOMPARE(curve.x.size(), std::size_t(8));
        for (const std::size_t i : {1U, 3U, 5U, 6U})
            QVERIFY(std::isnan(curve.y[i]));
        QCOMPARE(curve.high_marks, (std::vector<double>{1, 3, 6}));
        QCOMPARE(curve.low_marks, std::vector<double>{5});
    }

    void theRangeIgnoresWhatHasNoPlace()
    {
        const MetricSeries series = seriesOf({2, notANumber, infinity, 1e300, 4});
        const std::vector<DrawnCurve> curves = {drawn(series, AxisScale::Linear)};
        const PlotRange range = valueRange(curves, {0, 10}, AxisScale::Linear);
        QVERIFY(range.lower > 1.5 && range.lower < 2);
        QVERIFY(range.upper > 4 && range.upper < 4.5);
    }

    void aLogarithmicAxisHasAGapAtZero()
    {
        const MetricSeries series = seriesOf({1, 0, 0.01});
        const std::vector<DrawnCurve> curves = {drawn(series, AxisScale::Logarithmic)};
        QVERIFY(std::isnan(curves[0].y[1]));
        QVERIFY(curves[0].high_marks.empty());
        const PlotRange range = valueRange(curves, {0, 10}, AxisScale::Logarithmic);
        QVERIFY(range.lower > 0 && range.lower < 0.01 && range.upper > 1);
    }

    void aRangeIsNeverEmpty_data()
    {
        QTest::addColumn<std::vector<double>>("values");
        QTest::newRow("no values") << std::vector<double>{};
        QTest::newRow("one value") << std::vector<double>{0.3};
        QTest::newRow("zeros") << std::vector<double>{0, 0, 0};
        QTest::newRow("equal values") << std::vector<double>{1e-9, 1e-9};
        QTest::newRow("nothing finite") << std::vector<double>{notANumber, infinity};
        QTest::newRow("neighbours") << std::vector<double>{1.0, std::nextafter(1.0, 2.0)};
        QTest::newRow("negative") << std::vector<double>{-3, -3};
    }
    void aRangeIsNeverEmpty()
    {
        QFETCH(std::vector<double>, values);
        const MetricSeries series = seriesOf(values);
        for (const AxisScale scale : {AxisScale::Linear, AxisScale::Logarithmic}) {
            const std::vector<DrawnCurve> curves = {drawn(series, scale)};
            const PlotRange range = valueRange(curves, {0, 10}, scale);
            QVERIFY(std::isfinite(range.lower) && std::isfinite(range.upper));
            QVERIFY(range.upper - range.lower > 1e-12);
            QVERIFY(scale == AxisScale::Linear || range.lower > 0);
        }
        const std::vector<Curve> curves = {{&series, QStringLiteral("curve")}};
        QVERIFY(progressRange(curves, {}).span() > 0);
    }

    void lossesDoNotShowAnAxisBelowZero()
    {
        const MetricSeries series = seriesOf({1, 0.001});
        const std::vector<DrawnCurve> curves = {drawn(series, AxisScale::Linear)};
        QCOMPARE(valueRange(curves, {0, 10}, AxisScale::Linear).lower, 0.0);
    }

    void theRangeIsThatOfWhatIsZoomedInto()
    {
        const MetricSeries series = seriesOf({100, 5, 4, 3, 2, 1});
        const PlotRange x{0.9, 3.1};
        const std::vector<DrawnCurve> curves = {drawn(series, AxisScale::Linear, x)};
        // The neighbour at 0 is drawn to, but is not in the range.
        QCOMPARE(curves[0].y.front(), 100.0);
        QVERIFY(valueRange(curves, x, AxisScale::Linear).upper < 6);
    }

    void hiddenCurvesDoNotStretchTheAxis()
    {
        const MetricSeries longer = seriesOf(std::vector<double>(100, 1.0));
        const MetricSeries shorter = seriesOf(std::vector<double>(11, 1.0));
        std::vector<Curve> curves = {{&longer, QStringLiteral("long")}, {&shorter, QStringLiteral("short")}};
        QVERIFY(progressRange(curves, {}).upper >= 99);
        curves[0].visible = false;
        QVERIFY(progressRange(curves, {}).upper < 11);
    }

    void markersKeepTheirDistanceAndTheLastIsAmongThem()
    {
        const MetricSeries series = seriesOf(std::vector<double>(1000, 1.0));
        const DrawnCurve curve = drawn(series, AxisScale::Linear, {0, 999}, CurveKind::Epochs, 540);
        QVERIFY(curve.marker_x.size() > 10 && curve.marker_x.size() <= 31);
        QCOMPARE(curve.marker_x.back(), 999.0);
        const MetricSeries few = seriesOf(std::vector<double>(7, 1.0));
        QCOMPARE(drawn(few, AxisScale::Linear, {0, 6}, CurveKind::Epochs, 540).marker_x.size(), std::size_t(7));
    }

    void rangesZoomAroundTheirPoint_data()
    {
        QTest::addColumn<AxisScale>("scale");
        QTest::newRow("linear") << AxisScale::Linear;
        QTest::newRow("logarithmic") << AxisScale::Logarithmic;
    }
    void rangesZoomAroundTheirPoint()
    {
        QFETCH(AxisScale, scale);
        const PlotRange range{0.01, 10};
        const double at = valueAt(range, 0.3, scale);
        const PlotRange closer = zoomed(range, 0.5, 0.3, scale);
        QVERIFY(closer.lower > range.lower && closer.upper < range.upper);
        QVERIFY(std::abs(fractionOf(closer, at, scale) - 0.3) < 1e-9);
        const PlotRange back = zoomed(closer, 2, 0.3, scale);
        QVERIFY(std::abs(back.lower - range.lower) < 1e-9 && std::abs(back.upper - range.upper) < 1e-9);
    }

    void zoomingStopsWhereNumbersEnd()
    {
        for (const AxisScale scale : {AxisScale::Linear, AxisScale::Logarithmic}) {
            PlotRange near{1, 2};
            PlotRange far{1, 2};
            for (int i = 0; i < 2000; ++i) {
                near = zoomed(near, 0.5, 0.5, scale);
                far = zoomed(far, 2, 0.5, scale);
            }
            QVERIFY(near.span() > 0);
            QVERIFY(std::isfinite(far.span()) && far.span() > 1);
            QVERIFY(scale == AxisScale::Linear || far.lower > 0);
        }
    }
};

LIGATURE_GUILESS_TEST(TestCurve)

} // namespace tst_curve

#include "tst_curve.moc"
