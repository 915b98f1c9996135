// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include <QTest>

#include "core/data/data_format.h"
#include "tests/support/test_program.h"

namespace test_point_sets {

using namespace ligature;

namespace {

Dataset load(const std::string& set, std::int64_t samples, double noise, std::int64_t seed = 1,
             std::int64_t classes = 2)
{
    return loadDataset({"point-sets",
                        {{"set", set}, {"samples", samples}, {"noise", noise}, {"seed", seed}, {"classes", classes}},
                        "none"},
                       {})
        .value();
}

/// How far a point without noise is from where its class lies.
double distance(const std::string& set, double classes, float x, float y, float target)
{
    const double radius = std::hypot(x, y);
    if (set == "circles")
        return std::abs(radius - (target == 0 ? 1 : 0.5));
    if (set == "moons") {
        const bool is_upper = target == 0;
        const double side = is_upper ? y : 0.5 - y; // Each on its side.
        return std::abs(std::hypot(is_upper ? x : 1 - x, side) - 1) + std::max(0.0, -side);
    }
    if (set == "blobs") {
        const double turn = 2 * M_PI * target / classes;
        return std::hypot(x - std::cos(turn), y - std::sin(turn));
    }
    const double angle = std::atan2(y, x) / (2 * M_PI) - target / classes - radius;
    return radius * std::abs(angle - std::round(angle));
}

} // namespace

class TestPointSets : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pointsLieWhereTheyAreSaidTo_data();
    void pointsLieWhereTheyAreSaidTo();
    void noiseIsOfTheDeviationThatIsAskedFor();
    void theSeedAndNothingElseDecides();
};

void TestPointSets::pointsLieWhereTheyAreSaidTo_data()
{
    QTest::addColumn<std::string>("set");
    QTest::addColumn<std::int64_t>("classes");
    QTest::addColumn<std::size_t>("expected");
    QTest::newRow("moons") << std::string("moons") << std::int64_t{5} << std::size_t{2};
    QTest::newRow("circles") << std::string("circles") << std::int64_t{2} << std::size_t{2};
    QTest::newRow("spirals") << std::string("spirals") << std::int64_t{3} << std::size_t{3};
    QTest::newRow("blobs") << std::string("blobs") << std::int64_t{4} << std::size_t{4};
}

void TestPointSets::pointsLieWhereTheyAreSaidTo()
{
    QFETCH(std::string, set);
    QFETCH(std::int64_t, classes);
    QFETCH(std::size_t, expected);
    const Dataset data = load(set, 301, 0, 1, classes);
    QCOMPARE(data.class_names.size(), expected);
    std::vector<int> counts(expected);
    for (std::size_t i = 0; i < 301; ++i) {
        const float target = data.targets[i];
        const double away =
            distance(set, static_cast<double>(classes), data.features[2 * i], data.features[2 * i + 1], target);
        QVERIFY2(away < 1e-6, qPrintable(QString("point %1 is %2 away").arg(i).arg(away)));
        ++counts[static_cast<std::size_t>(target)];
    }
    const auto [fewest, most] = std::ranges::minmax(counts);
    QVERIFY(most - fewest <= 1);
}

void TestPointSets::noiseIsOfTheDeviationThatIsAskedFor()
{
    const Dataset clean = load("moons", 5000, 0);
    const Dataset noisy = load("moons", 5000, 0.3);
    double squares = 0;
    for (std::size_t i = 0; i < 10'000; ++i)
        squares += std::pow(noisy.features[i] - clean.features[i], 2);
    QVERIFY(std::abs(std::sqrt(squares / 10'000) - 0.3) < 0.01); // five deviations of what it is of so many
}

void TestPointSets::theSeedAndNothingElseDecides()
{
    const Dataset first = load("spirals", 100, 0.1, 7);
    const Dataset longer = load("spirals", 150, 0.1, 7);
    const Dataset other = load("spirals", 100, 0.1, 8);
    QVERIFY(std::ranges::equal(first.features.span(), longer.features.span().first(200)));
    QVERIFY(!std::ranges::equal(first.features.span(), other.features.span()));
}

LIGATURE_APPLESS_TEST(TestPointSets)

} // namespace test_point_sets

#include "test_point_sets.moc"
