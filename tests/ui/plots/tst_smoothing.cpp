// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <limits>
#include <vector>

#include <QTest>

#include "tests/support/test_program.h"
#include "ui/plots/smoothing.h"

namespace tst_smoothing {

using namespace ligature;

namespace {

constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

/// TensorBoard's average in closed form: the weighted mean of all finite values so far, each weighing w times what its
/// successor does.
double weightedMean(const std::vector<double>& values, std::size_t end, double weight)
{
    double sum = 0;
    double weights = 0;
    double power = 1;
    for (std::size_t i = end; i-- > 0;) {
        if (!std::isfinite(values[i]))
            continue;
        sum += power * values[i];
        weights += power;
        power *= weight;
    }
    return sum / weights;
}

} // namespace

class TestSmoothing : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void averagesAsTensorBoardDoes_data()
    {
        QTest::addColumn<double>("weight");
        QTest::newRow("barely smoothed") << 0.01;
        QTest::newRow("the default") << defaultSmoothing;
        QTest::newRow("strongly") << 0.9;
        QTest::newRow("as strongly as the slider goes") << maximumSmoothing;
    }
    void averagesAsTensorBoardDoes()
    {
        QFETCH(double, weight);
        std::vector<double> values;
        for (int i = 0; i < 200; ++i)
            values.push_back(2 + std::sin(i * 1.3) + (i % 7 == 0 ? 5 : 0));
        values[60] = notANumber;
        values[61] = -infinity;
        Smoothing smoothing(weight);
        for (std::size_t i = 0; i < values.size(); ++i) {
            const double smoothed = smoothing.next(values[i]);
            if (std::isfinite(values[i]))
                QVERIFY(std::abs(smoothed - weightedMean(values, i + 1, weight)) < 1e-10);
        }
    }

    void theFirstValueIsItself()
    {
        // A biased average would start near zero.
        QCOMPARE(Smoothing(0.999).next(4.0), 4.0);
    }

    void weightZeroChangesNothing()
    {
        Smoothing smoothing(0);
        for (const double value : {3.0, -1.0, 1e-300, 7.5})
            QCOMPARE(smoothing.next(value), value);
    }

    void aConstantSeriesKeepsEveryBit()
    {
        Smoothing smoothing(0.97);
        for (int i = 0; i < 1000; ++i)
            QVERIFY(smoothing.next(0.1) == 0.1);
    }

    void nonFiniteValuesPassAndLeaveTheAverageAlone()
    {
        Smoothing interrupted(0.6);
        Smoothing plain(0.6);
        interrupted.next(1);
        plain.next(1);
        QVERIFY(std::isnan(interrupted.next(notANumber)));
        QCOMPARE(interrupted.next(infinity), infinity);
        QCOMPARE(interrupted.next(2), plain.next(2));
    }
};

LIGATURE_GUILESS_TEST(TestSmoothing)

} // namespace tst_smoothing

#include "tst_smoothing.moc"
