// SPDX-License-Identifier: GPL-3.0-or-later
#include <limits>
#include <vector>

#include <QTest>

#include "core/statistics/summary.h"
#include "tests/core/statistics/near.h"
#include "tests/support/test_program.h"

namespace test_summary {

using namespace ligature;
using testing::near;
using Values = std::vector<double>;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double nothing = std::numeric_limits<double>::quiet_NaN(); // In a table: absent.

bool same(const std::optional<double>& found, double expected)
{
    return std::isnan(expected) ? !found : near(found, expected, 1e-14);
}

} // namespace

class SummaryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void valuesAreSummarised_data()
    {
        QTest::addColumn<Values>("values");
        QTest::addColumn<double>("mean");
        QTest::addColumn<double>("deviation");
        QTest::addColumn<double>("median");
        QTest::addColumn<double>("middle");
        const auto row = [](const char* name, Values values, double mean, double deviation, double median,
                            double middle) {
            QTest::newRow(name) << std::move(values) << mean << deviation << median << middle;
        };
        row("none", {}, nothing, nothing, nothing, nothing);
        row("one has no deviation", {3}, 3, nothing, 3, 3);
        row("two", {1, 3}, 2, std::sqrt(2.0), 2, 2);
        row("four, a quarter cut at each end", {100, 1, 2, 5}, 27, std::sqrt(7114.0 / 3), 3.5, 3.5);
        row("five: a quarter is one value", {10, 20, 30, 40, 1000}, 220, std::sqrt(761000.0 / 4), 30, 30);
        row("seven: still one", {1, 2, 3, 4, 5, 6, 7}, 4, std::sqrt(28.0 / 6), 4, 4);
        row("all the same, no double of a third", Values(7, 0.1), 0.1, 0, 0.1, 0.1);
        row("all nought", Values(3, 0.0), 0, 0, 0, 0);
        row("a large offset keeps its digits", {1e15 + 1, 1e15 + 2, 1e15 + 3}, 1e15 + 2, 1, 1e15 + 2, 1e15 + 2);
        row("squares that would overflow", {1e200, 3e200}, 2e200, std::sqrt(2.0) * 1e200, 2e200, 2e200);
        row("the largest there are", {1e300, -1e300}, 0, std::sqrt(2.0) * 1e300, 0, 0);
        row("squares that would vanish", {1e-200, 3e-200}, 2e-200, std::sqrt(2.0) * 1e-200, 2e-200, 2e-200);
        row("both signs", {-1e-3, 1e-3}, 0, std::sqrt(2.0) * 1e-3, 0, 0);
    }

    void valuesAreSummarised()
    {
        QFETCH(Values, values);
        QFETCH(double, mean);
        QFETCH(double, deviation);
        QFETCH(double, median);
        QFETCH(double, middle);
        const statistics::Summary found = statistics::summary(values);
        QCOMPARE(found.count, values.size());
        QVERIFY(same(found.mean, mean));
        QVERIFY(same(found.deviation, deviation));
        QVERIFY(same(found.median, median));
        QVERIFY(same(found.interquartile_mean, middle));
        QCOMPARE(found.range.has_value(), !values.empty());
    }

    void whatIsNotFiniteIsLeftOutAndCounted()
    {
        const Values values{1, nothing, 3, infinity, -infinity, 1.1e300};
        const statistics::Summary found = statistics::summary(values);
        QCOMPARE(found.count, 2U);
        QCOMPARE(found.left_out, 4U);
        QVERIFY(near(found.mean, 2));
        QCOMPARE(found.range->low, 1.0);
        QCOMPARE(found.range->high, 3.0);
    }
};

LIGATURE_APPLESS_TEST(SummaryTest)
} // namespace test_summary

#include "test_summary.moc"
