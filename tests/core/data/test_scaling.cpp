// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include <QTest>

#include "core/data/data_format.h"
#include "core/data/scaling.h"
#include "tests/core/data/data_files.h"
#include "tests/support/test_program.h"

namespace test_scaling {

using namespace ligature;

namespace {

Dataset table(const std::vector<float>& values, std::int64_t columns, bool named)
{
    Dataset data;
    data.sample_count = static_cast<std::int64_t>(values.size()) / columns;
    data.feature_shape = Shape{columns};
    for (std::int64_t column = 0; named && column < columns; ++column)
        data.feature_names.push_back(std::string(1, static_cast<char>('a' + column)));
    data.features = AlignedArray<float>(values.size());
    std::copy(values.begin(), values.end(), data.features.data());
    return data;
}

} // namespace

class TestScaling : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void scalesAsNumpyDoes_data();
    void scalesAsNumpyDoes();
    void aConstantColumnBecomesZeroAndNotNoise_data();
    void aConstantColumnBecomesZeroAndNotNoise();
    void irisIsStandardizedAsByNumpy();
    void standardizedColumnsHaveMeanZeroAndDeviationOne();
    void pixelsAreDividedAsFloatsAre();
    void extremeValuesStayFinite_data();
    void extremeValuesStayFinite();
    void everyShiftOfAColumnScalesToTheSameValues_data();
    void everyShiftOfAColumnScalesToTheSameValues();
    void storedIntegersAreScaledBeforeTheyAreRounded();
    void digitsThatAreLostUnscaledAreSaid();
    void targetsStayAsTheyAre();
    void anUnknownScalingIsAnError();
};

void TestScaling::scalesAsNumpyDoes_data()
{
    QTest::addColumn<std::string>("scaling");
    QTest::addColumn<bool>("named");
    QTest::addColumn<std::vector<float>>("expected");
    // numpy 2: (x - x.mean(0)) / x.std(0), (x - x.min(0)) / (x.max(0) - x.min(0)), in double precision.
    QTest::newRow("none changes nothing")
        << std::string("none") << true << std::vector<float>{1, 10, 5, 2, 30, 5, 4, 20, 5, 8, -4, 5};
    const std::vector<float> standard{
        -1.0257552862167358F, -0.31822291016578674F, 0, -0.6527533531188965F, 1.272891640663147F,  0,
        0.09325048327445984F, 0.4773343801498413F,   0, 1.58525812625885F,    -1.432003140449524F, 0};
    QTest::newRow("standardize takes each named column on its own") << std::string("standardize") << true << standard;
    QTest::newRow("standardize takes each pixel on its own") << std::string("standardize") << false << standard;
    QTest::newRow("unit_range takes each named column on its own")
        << std::string("unit_range") << true
        << std::vector<float>{
               0, 0.4117647111415863F, 0, 0.1428571492433548F, 1, 0, 0.4285714328289032F, 0.7058823704719543F, 0, 1, 0,
               0};
    QTest::newRow("unit_range takes pixels together") // (x + 4) / 34
        << std::string("unit_range") << false
        << std::vector<float>{5.0F / 34, 14.0F / 34, 9.0F / 34, 6.0F / 34,  1, 9.0F / 34,
                              8.0F / 34, 24.0F / 34, 9.0F / 34, 12.0F / 34, 0, 9.0F / 34};
}

void TestScaling::scalesAsNumpyDoes()
{
    QFETCH(std::string, scaling);
    QFETCH(bool, named);
    QFETCH(std::vector<float>, expected);
    Dataset data = table({1, 10, 5, 2, 30, 5, 4, 20, 5, 8, -4, 5}, 3, named);
    QVERIFY(scaleFeatures(data, scaling).has_value());
    for (std::size_t i = 0; i < expected.size(); ++i)
        QVERIFY2(std::abs(data.features[i] - expected[i]) <= 1e-7F * std::max(1.0F, std::abs(expected[i])),
                 std::to_string(i).c_str());
}

void TestScaling::aConstantColumnBecomesZeroAndNotNoise_data()
{
    QTest::addColumn<std::string>("scaling");
    QTest::newRow("standardize") << std::string("standardize");
    QTest::newRow("unit_range") << std::string("unit_range");
}

void TestScaling::aConstantColumnBecomesZeroAndNotNoise()
{
    QFETCH(std::string, scaling);
    // The mean of many 0.1F is not 0.1F to the last bit.
    for (const bool named : {true, false}) {
        Dataset data = table(std::vector<float>(10'001, -0.1F), 1, named);
        QVERIFY(scaleFeatures(data, scaling).has_value());
        for (const float value : data.features.span())
            QVERIFY(value == 0 && !std::signbit(value));
    }
}

void TestScaling::irisIsStandardizedAsByNumpy()
{
    const auto data = loadDataset({.format = "iris", .scaling = "standardize"}, {});
    QVERIFY(data.has_value());
    const std::vector<float> first{-0.9006813168525696F, 1.0190043449401855F, -1.3402265310287476F,
                                   -1.3154443502426147F};
    const std::vector<float> last{0.06866192072629929F, -0.13197948038578033F, 0.762758195400238F, 0.79067063331604F};
    for (std::size_t column = 0; column < 4; ++column) {
        QVERIFY(std::abs(data->features[column] - first[column]) < 2e-7F);
        QVERIFY(std::abs(data->features[149 * 4 + column] - last[column]) < 2e-7F);
    }
}

void TestScaling::standardizedColumnsHaveMeanZeroAndDeviationOne()
{
    const auto data = loadDataset({.format = "digits", .scaling = "standardize"}, {});
    QVERIFY(data.has_value());
    int constant = 0;
    for (std::size_t column = 0; column < 64; ++column) {
        double sum = 0;
        double squares = 0;
        for (std::size_t i = column; i < data->features.size(); i += 64) {
            sum += static_cast<double>(data->features[i]);
            squares += static_cast<double>(data->features[i]) * static_cast<double>(data->features[i]);
        }
        QVERIFY(std::abs(sum / 1797) < 1e-6);
        constant += squares == 0 ? 1 : 0;
        QVERIFY(squares == 0 || std::abs(squares / 1797 - 1) < 1e-6);
    }
    QCOMPARE(constant, 3); // the corners that nobody inks
}

void TestScaling::pixelsAreDividedAsFloatsAre()
{
    std::vector<float> bytes(256);
    for (std::size_t i = 0; i < 256; ++i)
        bytes[i] = static_cast<float>(i);
    Dataset data = table(bytes, 1, false);
    QVERIFY(scaleFeatures(data, "unit_range").has_value());
    for (std::size_t i = 0; i < 256; ++i)
        QVERIFY(data.features[i] == static_cast<float>(i) / 255.0F);
}

void TestScaling::extremeValuesStayFinite_data()
{
    QTest::addColumn<std::string>("scaling");
    QTest::addColumn<std::vector<float>>("values");
    for (const char* const scaling : {"standardize", "unit_range"}) {
        QTest::addRow("%s of the largest floats", scaling)
            << std::string(scaling) << std::vector<float>{-3.4e38F, 3.4e38F, 0};
        QTest::addRow("%s of the smallest floats", scaling)
            << std::string(scaling) << std::vector<float>{1e-45F, 0, 3e-45F};
        QTest::addRow("%s of one sample", scaling) << std::string(scaling) << std::vector<float>{7};
        QTest::addRow("%s of neighbours", scaling)
            << std::string(scaling) << std::vector<float>{1, std::nextafter(1.0F, 2.0F)};
    }
}

void TestScaling::extremeValuesStayFinite()
{
    QFETCH(std::string, scaling);
    QFETCH(std::vector<float>, values);
    Dataset data = table(values, 1, true);
    QVERIFY(scaleFeatures(data, scaling).has_value());
    for (const float value : data.features.span())
        QVERIFY(std::isfinite(value) && std::abs(value) < 2);
}

void TestScaling::everyShiftOfAColumnScalesToTheSameValues_data()
{
    QTest::addColumn<std::string>("scaling");
    QTest::addColumn<std::uint64_t>("shift");
    for (const char* const scaling : {"standardize", "unit_range"}) {
        for (const std::uint64_t shift :
             {std::uint64_t{1024}, std::uint64_t{1'600'000'000}, std::uint64_t{1'600'000'000'000},
              std::uint64_t{1'234'567'890'123'456}, std::uint64_t{1'600'000'000'000'000'000}})
            QTest::addRow("%s after %llu", scaling, static_cast<unsigned long long>(shift))
                << std::string(scaling) << shift;
    }
}

void TestScaling::everyShiftOfAColumnScalesToTheSameValues()
{
    QFETCH(std::string, scaling);
    QFETCH(std::uint64_t, shift);
    const auto scaled = [&](std::uint64_t from) {
        std::string text = "t,y\n";
        for (std::uint64_t i = 0; i < 100; ++i)
            text += std::to_string(from + i * i) + ",1\n";
        const DataFiles files;
        const auto path = files.write("t.csv", text);
        return loadDataset(
            {.format = "csv", .options = {{"path", path.string()}, {"targets", std::string("y")}}, .scaling = scaling},
            {});
    };
    const auto plain = scaled(0);
    const auto shifted = scaled(shift);
    QVERIFY2(shifted.has_value(), shifted ? "" : shifted.error().oneLine().c_str());
    QVERIFY(std::ranges::equal(plain->features.span(), shifted->features.span()));
    QVERIFY(shifted->remarks.empty());
}

void TestScaling::storedIntegersAreScaledBeforeTheyAreRounded()
{
    const DataFiles files;
    std::string bytes = idxHeader(0x0c, {4, 1});
    for (const std::uint32_t value : {1'600'000'000U, 1'600'000'001U, 1'600'000'002U, 1'600'000'003U})
        bytes += bigEndian(value, 4);
    const auto path = files.write("t.idx", bytes);
    const DataSource source{.format = "idx", .options = {{"images", path.string()}}, .scaling = "unit_range"};
    const auto data = loadDataset(source, {});
    QVERIFY2(data.has_value(), data ? "" : data.error().oneLine().c_str());
    for (std::size_t i = 0; i < 4; ++i)
        QCOMPARE(data->features[i], static_cast<float>(static_cast<double>(i) / 3));
    const auto unscaled = loadDataset({.format = "idx", .options = source.options}, {});
    QCOMPARE(unscaled->remarks.size(), std::size_t(1));
}

void TestScaling::digitsThatAreLostUnscaledAreSaid()
{
    const DataFiles files;
    const auto path =
        files.write("t.csv", "t,small,z,y\n1600000001,0.1,16777216,9007199254740993\n1600000128,0.2,1e30,2\n"
                             "1600000002,0.3,4,1\n");
    const Attributes options{{"path", path.string()}, {"targets", std::string("y")}, {"ignored", std::string("z")}};
    const auto data = loadDataset({.format = "csv", .options = options}, {});
    QVERIFY2(data.has_value(), data ? "" : data.error().oneLine().c_str());
    QCOMPARE(
        data->remarks,
        (std::vector<std::string>{
            "the column \"y\" loses digits: as a 32-bit number 9007199254740993 is 9007199254740992, and it is the "
            "only one; scale the data, or subtract a constant from the column",
            "the column \"t\" loses digits: as a 32-bit number 1600000001 is 1600000000, and 2 of its values are "
            "like it; scale the data, or subtract a constant from the column"}));
    // Targets are not scaled.
    const auto scaled = loadDataset({.format = "csv", .options = options, .scaling = "standardize"}, {});
    QCOMPARE(scaled->remarks.size(), std::size_t(1));
}

void TestScaling::targetsStayAsTheyAre()
{
    const auto plain = loadDataset({.format = "iris"}, {});
    const auto scaled = loadDataset({.format = "iris", .scaling = "unit_range"}, {});
    QVERIFY(std::ranges::equal(plain->targets.span(), scaled->targets.span()));
}

void TestScaling::anUnknownScalingIsAnError()
{
    Dataset data = table({1, 2}, 1, true);
    const auto scaled = scaleFeatures(data, "log");
    QVERIFY(!scaled.has_value());
    QCOMPARE(scaled.error().oneLine(),
             std::string("data: there is no scaling \"log\"; choose one of none, standardize, unit_range"));
    QCOMPARE(loadDataset({.format = "iris", .scaling = "log"}, {}).error(), scaled.error());
}

LIGATURE_APPLESS_TEST(TestScaling)

} // namespace test_scaling

#include "test_scaling.moc"
