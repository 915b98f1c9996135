// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include <QTest>

#include "core/data/csv/samples.h"
#include "core/data/data_format.h"
#include "core/export/zip_archive.h"
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

/// NumPy's header of 3 samples, and what follows it.
std::string npy(const std::string& type, const std::string& shape, const std::string& data)
{
    const std::string header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }\n";
    return std::string("\x93NUMPY\x01\x00", 8) + static_cast<char>(header.size()) + '\0' + header + data;
}

std::string npyFeatures()
{
    return npy("<f2", "(3, 2)", "abcdefghijkl");
}

std::string npyTargets()
{
    return npy("|u1", "(3,)", "\5\1\5");
}

std::string npzArrays()
{
    return encodeZip({{"x.npy", npyFeatures()}, {"y.npy", npyTargets()}}).value();
}

bool csvIsSoundOrTold(const std::string& bytes)
{
    const CsvChoices targets{.targets = "kind"};
    return isSoundOrTold(datasetFromCsv(bytes, {}, "data.csv")) &&
           isSoundOrTold(datasetFromCsv(bytes, targets, "data.csv")) &&
           isSoundOrTold(previewCsv(bytes, CsvExtent::Head, targets, 3, "data.csv"));
}

/// Loads and previews `bytes` as each of the files that a data set is of, beside good ones.
bool filesAreSoundOrTold(const DataFiles& files, const std::string& format, const std::string& bytes)
{
    files.write("damaged", bytes);
    std::vector<Attributes> sources;
    const auto path = [](const char* name) { return std::string(name); };
    if (format == "npz")
        sources = {{{"path", path("damaged")}}};
    else if (format == "npy")
        sources = {{{"features", path("damaged")}, {"targets", path("targets")}},
                   {{"features", path("features")}, {"targets", path("damaged")}}};
    else
        sources = {{{"images", path("damaged")}, {"labels", path("labels")}},
                   {{"images", path("images")}, {"labels", path("damaged")}}};
    return std::ranges::all_of(sources, [&](const Attributes& options) {
        const DataFormat* const found = findDataFormat(format);
        return isSoundOrTold(loadDataset({.format = format, .options = options}, files.folder())) &&
               isSoundOrTold(found->preview(withDefaults(found->options(), options), files.folder(), 1));
    });
}

void writeGood(const DataFiles& files)
{
    files.write("images", idxImages());
    files.write("labels", idxLabels());
    files.write("features", npyFeatures());
    files.write("targets", npyTargets());
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
    writeGood(files);
    files.write("archive", npzArrays());
    const auto idx = loadDataset(
        {.format = "idx", .options = {{"images", std::string("images")}, {"labels", std::string("labels")}}},
        files.folder());
    QVERIFY(idx.has_value() && isSound(*idx));
    const auto npy = loadDataset(
        {.format = "npy", .options = {{"features", std::string("features")}, {"targets", std::string("targets")}}},
        files.folder());
    QVERIFY(npy.has_value() && isSound(*npy));
    const auto npz = loadDataset({.format = "npz", .options = {{"path", std::string("archive")}}}, files.folder());
    QVERIFY(npz.has_value() && isSound(*npz));
    QCOMPARE(npz->class_names.size(), std::size_t{2});
}

void TestDamagedData::survives_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("format");
    const auto row = [](const char* name, const std::string& bytes, const char* format) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes) << QByteArray(format);
    };
    row("CSV", csvText(), "csv");
    row("IDX images", idxImages(), "idx");
    row("IDX labels", idxLabels(), "idx");
    row("gzip IDX", gzipped(idxImages()), "idx");
    row("NumPy features", npyFeatures(), "npy");
    row("NumPy targets", npyTargets(), "npy");
    row("NumPy archive", npzArrays(), "npz");
}

void TestDamagedData::survives()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, format);
    const std::string good = bytes.toStdString();
    const DataFiles files;
    writeGood(files);
    const auto survived = [&](const std::string& damaged) {
        return format == "csv" ? csvIsSoundOrTold(damaged) : filesAreSoundOrTold(files, format.toStdString(), damaged);
    };
    for (std::size_t place = 0; place < good.size(); ++place) {
        QVERIFY2(survived(good.substr(0, place)), ("cut at " + std::to_string(place)).c_str());
        // An archive's bytes are no text, and it takes its time.
        const std::string others = format == "npz" ? std::string("\1\xff") : std::string("\0\1\n\",9\x80\xff", 8);
        for (const char other : others) {
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
