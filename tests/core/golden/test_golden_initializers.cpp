// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <numeric>

#include <QTest>

#include "core/initializers/initializer.h"
#include "golden_file.h"
#include "tests/support/test_program.h"

namespace test_golden_initializers {

using namespace ligature;
using namespace ligature::golden;

namespace {

const Json& cases()
{
    static const Json file = readFile("initializers.json");
    return file.at("cases");
}

} // namespace

class GoldenInitializersTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// Draws differ between libraries; what they are drawn from does not.
    void drawsAreSpreadAsPyTorchsAre_data()
    {
        QTest::addColumn<int>("row");
        for (std::size_t i = 0; i < cases().size(); ++i)
            QTest::newRow(cases()[i].at("title").get<std::string>().c_str()) << static_cast<int>(i);
    }
    void drawsAreSpreadAsPyTorchsAre()
    {
        QFETCH(int, row);
        const Json& golden = cases()[static_cast<std::size_t>(row)];
        const InitializerType* type = findInitializerType(golden.at("type").get<std::string>());
        QVERIFY(type != nullptr);
        std::vector<double> values(200'000);
        RandomStream random(11, "golden");
        type->fill(withDefaults(type->attributes(), attributes(golden.at("attributes"), type->attributes())),
                   {golden.at("fan_in").get<std::int64_t>(), golden.at("fan_out").get<std::int64_t>()}, random, values);
        std::ranges::sort(values);

        const auto count = static_cast<double>(values.size());
        const double mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
        const double squares = std::accumulate(values.begin(), values.end(), 0.0,
                                               [&](double sum, double v) { return sum + (v - mean) * (v - mean); });
        const auto deviation = golden.at("std").get<double>();
        // At least five standard errors: of a mean, of a deviation, and of the 1 % quantile of a normal distribution.
        const double error = deviation / std::sqrt(count);
        QVERIFY(std::abs(mean - golden.at("mean").get<double>()) <= 6 * error);
        QVERIFY(std::abs(std::sqrt(squares / count) - deviation) <= 6 * error);
        for (const auto& [fraction, expected] : golden.at("quantiles").items()) {
            const double actual = values[static_cast<std::size_t>(std::stod(fraction) * (count - 1))];
            QVERIFY2(std::abs(actual - expected.get<double>()) <= 20 * error, fraction.c_str());
        }
        // What has bounds has PyTorch's bounds; a normal draw has none.
        if (golden.at("type").get<std::string>().find("normal") == std::string::npos) {
            QVERIFY(std::abs(values.front() - golden.at("lowest").get<double>()) <= 1e-3 * deviation);
            QVERIFY(std::abs(values.back() - golden.at("highest").get<double>()) <= 1e-3 * deviation);
        }
    }

    void everyInitializerHasAGoldenRow_data()
    {
        QTest::addColumn<QString>("type");
        for (const InitializerType* type : initializerTypes())
            QTest::newRow(type->name().c_str()) << QString::fromStdString(type->name());
    }
    void everyInitializerHasAGoldenRow()
    {
        QFETCH(QString, type);
        for (const Json& golden : cases()) {
            if (golden.at("type") == type.toStdString())
                return;
        }
        QFAIL("add one to make_initializers() in tests/golden/make_golden.py");
    }
};

LIGATURE_GUILESS_TEST(GoldenInitializersTest)

} // namespace test_golden_initializers

#include "test_golden_initializers.moc"
