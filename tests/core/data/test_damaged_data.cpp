// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include <QTest>

#include "core/data/csv/samples.h"
#include "core/data/data_format.h"
#include "core/tensor/random_stream.h"
#include "tests/core/data/data_files.h"
#include "tests/support/test_program.h"

namespace test_damaged_data {

using namespace ligature;

namespace {

/// What every data set that a format gives away must keep, whatever the file.
bool isSound(const Dataset& data)
{
    const auto finite = [](float value) { return std::isfinite(value); };
    const auto samples = static_cast<std::size_t>(data.sample_count);
    const auto features = static_cast<std::size_t>(data.feature_shape.elementCount());
    if (samples == 0 || features == 0 || data.features.size() != samples * features)
        return false;
    if (!data.feature_names.empty() && data.feature_names.size() != features)
        return false;
    const std::size_t targets =
        data.target_kind == TargetKind::None ? 0 : static_cast<std::size_t>(data.target_shape.elementCount());
    if (data.targets.size() != samples * targets || data.target_names.size() != targets)
        return false;
    const bool is_class = data.target_kind == TargetKind::Class || data.target_kind == TargetKind::Classes;
    const auto a_class = [&](float value) {
        return value >= 0 && value < static_cast<float>(data.class_names.size()) && value == std::floor(value);
    };
    return std::ranges::all_of(data.features.span(), finite) && std::ranges::all_of(data.targets.span(), finite) &&
           (!is_class || std::ranges::all_of(data.targets.span(), a_class));
}

/// An error that can be shown: with a place, a fault, a mend, and no line's end.
bool isTelling(const Error& error)
{
    return !error.where.empty() && !error.what.empty() && !error.mend.empty() &&
           error.oneLine().find('\n') == std::string::npos;
}

template <typename T>
bool isSoundOrTold(const Result<T>& result)
{
    if (!result)
        return isTelling(result.error());
    if constexpr (std::is_same_v<T, Dataset>)
        return isSound(*result);
    return true;
}

std::string csvText()
{
    return "\xef\xbb\xbfsize,\"colour, outside\",größe,kind\r\n"
           "1.5,red,-2e3,a\r\n"
           "\"2\",\"dark \"\"blue\"\"\nred\",+4,b\r\n"
           "\r\n"
           "3,grün,.5,a\r\n";
}

std::string idxImages()
{
    return idxHeader(0x08, {3, 2, 2}) + "abcdefghijkl";
}

std::string idxLabels()
{
    return idxHeader(0x08, {3}) + std::string("\0\2\1", 3);
}

bool csvIsSoundOrTold(const std::string& bytes)
{
    const CsvChoices targets{.targets = "kind"};
    return isSoundOrTold(datasetFromCsv(bytes, {}, "data.csv")) &&
           isSoundOrTold(datasetFromCsv(bytes, targets, "data.csv")) &&
           isSoundOrTold(previewCsv(bytes, CsvExtent::Head, targets, 3, "data.csv"));
}

/// Loads and previews `bytes` as images and as labels, beside good ones.
bool idxIsSoundOrTold(const DataFiles& files, const std::string& bytes)
{
    files.write("damaged", bytes);
    for (const bool labels_are_damaged : {false, true}) {
        const DataSource source{.format = "idx",
                                .options = {{"images", std::string(labels_are_damaged ? "images" : "damaged")},
                                            {"labels", std::string(labels_are_damaged ? "damaged" : "labels")}}};
        if (!isSoundOrTold(loadDataset(source, files.folder())) ||
            !isSoundOrTold(findDataFormat("idx")->preview(source.options, files.folder(), 1)))
            return false;
    }
    return true;
}

} // namespace

/// A file that is cut anywhere, or of which any byte is another, gives an error that can be shown or a sound data set.
class TestDamagedData : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theUndamagedFilesLoad();
    void survives_data();
    void survives();
    void survivesRandomText();
};

void TestDamagedData::theUndamagedFilesLoad()
{
    const auto csv = datasetFromCsv(csvText(), {.targets = "kind"}, "data.csv");
    QVERIFY2(csv.has_value(), csv ? "" : csv.error().oneLine().c_str());
    QVERIFY(isSound(*csv));
    QCOMPARE(csv->feature_shape, Shape{5});
    QCOMPARE(csv->feature_names[1], std::string("colour, outside=dark \"blue\"\nred"));
    const DataFiles files;
    files.write("images", idxImages());
    files.write("labels", idxLabels());
    const auto idx = loadDataset(
        {.format = "idx", .options = {{"images", std::string("images")}, {"labels", std::string("labels")}}},
        files.folder());
    QVERIFY(idx.has_value() && isSound(*idx));
}

void TestDamagedData::survives_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("is_csv");
    const auto row = [](const char* name, const std::string& bytes, bool is_csv) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes) << is_csv;
    };
    row("CSV", csvText(), true);
    row("IDX images", idxImages(), false);
    row("IDX labels", idxLabels(), false);
    row("gzip IDX", gzipped(idxImages()), false);
}

void TestDamagedData::survives()
{
    QFETCH(QByteArray, bytes);
    QFETCH(bool, is_csv);
    const std::string good = bytes.toStdString();
    const DataFiles files;
    files.write("images", idxImages());
    files.write("labels", idxLabels());
    const auto survived = [&](const std::string& damaged) {
        return is_csv ? csvIsSoundOrTold(damaged) : idxIsSoundOrTold(files, damaged);
    };
    for (std::size_t place = 0; place < good.size(); ++place) {
        QVERIFY2(survived(good.substr(0, place)), ("cut at " + std::to_string(place)).c_str());
        for (const char other : {'\0', '\1', '\n', '"', ',', '9', '\x80', '\xff'}) {
            std::string damaged = good;
            damaged[place] = other;
            QVERIFY2(survived(damaged), ("changed at " + std::to_string(place)).c_str());
        }
    }
}

void TestDamagedData::survivesRandomText()
{
    constexpr std::string_view alphabet = "\"\"\n\r,;\t 01.-eax";
    RandomStream random(1, "text");
    int loaded = 0;
    for (int round = 0; round < 10'000; ++round) {
        std::string text;
        const std::size_t length = random() % 24;
        for (std::size_t i = 0; i < length; ++i)
            text.push_back(alphabet[random() % alphabet.size()]);
        const auto data = datasetFromCsv(text, {}, "data.csv");
        QVERIFY2(isSoundOrTold(data), text.c_str());
        QVERIFY2(isSoundOrTold(previewCsv(text, CsvExtent::Head, {}, 3, "data.csv")), text.c_str());
        loaded += data ? 1 : 0;
    }
    QVERIFY(loaded > 100); // else it tests the errors only
}

LIGATURE_APPLESS_TEST(TestDamagedData)

} // namespace test_damaged_data

#include "test_damaged_data.moc"
