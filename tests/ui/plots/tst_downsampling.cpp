// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <limits>
#include <random>
#include <set>
#include <vector>

#include <QTest>

#include "tests/support/test_program.h"
#include "ui/plots/downsampling.h"

namespace tst_downsampling {

using namespace ligature;

namespace {

constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();

std::vector<double> noise(std::size_t count)
{
    std::mt19937 random(7);
    std::normal_distribution<double> normal;
    std::vector<double> values(count);
    std::generate(values.begin(), values.end(), [&] { return normal(random); });
    return values;
}

ExtremaPyramid pyramidOf(const std::vector<double>& values)
{
    ExtremaPyramid pyramid;
    for (const double value : values)
        pyramid.append(value);
    return pyramid;
}

} // namespace

class TestDownsampling : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyBucketKeepsItsExtremesAndItsEnd_data()
    {
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("first");
        QTest::addColumn<int>("last");
        QTest::addColumn<int>("buckets");
        QTest::newRow("all of it") << 100'000 << 0 << 100'000 << 700;
        QTest::newRow("all of it, not a power of two") << 99'991 << 0 << 99'991 << 333;
        QTest::newRow("zoomed in, beginning inside a bucket") << 100'000 << 12'345 << 34'567 << 500;
        QTest::newRow("zoomed in to pairs") << 100'000 << 501 << 1'499 << 600;
        QTest::newRow("one bucket") << 5'000 << 3 << 4'777 << 1;
        QTest::newRow("smaller than a block") << 20 << 2 << 19 << 4;
    }
    void everyBucketKeepsItsExtremesAndItsEnd()
    {
        QFETCH(int, count);
        QFETCH(int, first);
        QFETCH(int, last);
        QFETCH(int, buckets);
        const std::vector<double> values = noise(static_cast<std::size_t>(count));
        const auto picked = pyramidOf(values).pick(static_cast<std::size_t>(first), static_cast<std::size_t>(last),
                                                   static_cast<std::size_t>(buckets));
        QVERIFY(std::is_sorted(picked.begin(), picked.end()));
        QVERIFY(std::adjacent_find(picked.begin(), picked.end()) == picked.end());
        QVERIFY(picked.size() <= static_cast<std::size_t>(4 * (buckets + 1)));

        // The buckets again, the slow way: as few as are allowed, each a power of two and begun at a multiple of it.
        int size = 1;
        while (size * buckets < last - first)
            size *= 2;
        const std::set<std::size_t> chosen(picked.begin(), picked.end());
        for (int begin = first; begin < last;) {
            const int end = std::min(last, (begin / size + 1) * size);
            const auto [least, most] = std::minmax_element(values.begin() + begin, values.begin() + end);
            QVERIFY(chosen.contains(static_cast<std::size_t>(least - values.begin())));
            QVERIFY(chosen.contains(static_cast<std::size_t>(most - values.begin())));
            QVERIFY(chosen.contains(static_cast<std::size_t>(end - 1)));
            begin = end;
        }
    }

    void fewValuesAreAllDrawn()
    {
        const auto picked = pyramidOf(noise(300)).pick(10, 290, 280);
        QCOMPARE(picked.size(), std::size_t(280));
        QCOMPARE(picked.front(), std::size_t(10));
        QCOMPARE(picked.back(), std::size_t(289));
    }

    void oneSpikeInAMillionIsSeen()
    {
        std::vector<double> values(1'000'000, 1.0);
        values[654'321] = 50;
        values[123'456] = -50;
        const auto picked = pyramidOf(values).pick(0, values.size(), 600);
        QVERIFY(std::find(picked.begin(), picked.end(), 654'321U) != picked.end());
        QVERIFY(std::find(picked.begin(), picked.end(), 123'456U) != picked.end());
    }

    void whatCannotBeDrawnIsSeenAndHidesNoExtreme_data()
    {
        QTest::addColumn<double>("odd");
        QTest::newRow("not a number") << notANumber;
        QTest::newRow("infinite") << std::numeric_limits<double>::infinity();
        QTest::newRow("minus infinity") << -std::numeric_limits<double>::infinity();
        QTest::newRow("too large for an axis") << 1e300;
    }
    void whatCannotBeDrawnIsSeenAndHidesNoExtreme()
    {
        QFETCH(double, odd);
        std::vector<double> values = noise(10'000);
        values[4'000] = odd;
        values[4'001] = 100;
        values[4'002] = -100;
        const auto picked = pyramidOf(values).pick(0, values.size(), 100);
        for (const std::size_t index : {4'000U, 4'001U, 4'002U})
            QVERIFY(std::find(picked.begin(), picked.end(), index) != picked.end());
    }

    void aSeriesOfNothingButNanIsBounded()
    {
        const auto picked = pyramidOf(std::vector<double>(10'000, notANumber)).pick(0, 10'000, 50);
        QVERIFY(!picked.empty());
        QVERIFY(picked.size() <= 2 * 51);
    }

    void whatWasPickedStaysPickedWhileValuesCome()
    {
        const std::vector<double> values = noise(5'000);
        const auto before = pyramidOf({values.begin(), values.begin() + 4'200}).pick(0, 4'200, 100);
        const auto after = pyramidOf(values).pick(0, 5'000, 100);
        // The last, unfinished bucket may change.
        const auto finished = std::find_if(before.begin(), before.end(), [](std::size_t i) { return i >= 4'160; });
        QVERIFY(std::includes(after.begin(), after.end(), before.begin(), finished));
    }

    void rangesThatHoldNothingGiveNothing()
    {
        const ExtremaPyramid pyramid = pyramidOf(noise(10));
        QVERIFY(pyramid.pick(10, 20, 5).empty());
        QVERIFY(pyramid.pick(5, 5, 5).empty());
        QVERIFY(ExtremaPyramid().pick(0, 1, 5).empty());
    }
};

LIGATURE_GUILESS_TEST(TestDownsampling)

} // namespace tst_downsampling

#include "tst_downsampling.moc"
