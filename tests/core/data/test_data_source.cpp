// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <algorithm>

#include "core/data/byte_source.h"
#include "core/data/data_format.h"
#include "core/memory/memory_limit.h"
#include "tests/core/data/data_files.h"
#include "tests/support/test_program.h"

namespace test_data_source {

using namespace ligature;

class TestDataSource : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theListIsAsPeopleReadIt();
    void everyFormatSpeaksForItself_data();
    void everyFormatSpeaksForItself();
    void aFilesNameTellsItsFormat_data();
    void aFilesNameTellsItsFormat();
    void labelsAreFoundBesideTheImages_data();
    void labelsAreFoundBesideTheImages();
    void aRelativeFileBecomesAbsolute();
    void aRelativePathStartsFromTheBase();
    void aWrongSourceIsAnError_data();
    void aWrongSourceIsAnError();
    void whatIsNoReadableFileIsAnError_data();
    void whatIsNoReadableFileIsAnError();
    void missingFashionMnistNamesThePackage();
    void readingStopsAtTheLimit();
    void moreMemoryThanThereIsIsRefused();
};

void TestDataSource::theListIsAsPeopleReadIt()
{
    std::vector<std::string> names;
    for (const DataFormat* const format : dataFormats())
        names.push_back(format->name());
    QCOMPARE(names, (std::vector<std::string>{"digits", "digit-pairs", "iris", "mixtures", "point-sets", "csv", "idx",
                                              "npy", "npz", "images", "text"}));
    QVERIFY(findDataFormat("parquet") == nullptr);
}

void TestDataSource::everyFormatSpeaksForItself_data()
{
    QTest::addColumn<std::string>("name");
    for (const DataFormat* const format : dataFormats())
        QTest::newRow(format->name().c_str()) << format->name();
}

void TestDataSource::everyFormatSpeaksForItself()
{
    QFETCH(std::string, name);
    const DataFormat* const format = findDataFormat(name);
    QVERIFY(!format->title().empty());
    QVERIFY(!format->help().empty());
    const auto specs = format->options();
    QVERIFY(validate(specs, withDefaults(specs, {}), name).has_value());
    for (const AttributeSpec& spec : specs)
        QVERIFY(!spec.label.empty() && spec.help.ends_with('.'));
    // What is not in the program is read from a file that an option names.
    const bool names_a_file =
        std::ranges::any_of(specs, [](const AttributeSpec& spec) { return spec.kind == AttributeKind::Path; });
    QCOMPARE(format->fileFilter().empty(), !names_a_file);
}

void TestDataSource::aFilesNameTellsItsFormat_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("format");
    const auto row = [](const char* file, const char* format) { QTest::newRow(file) << file << format; };
    row("/a/data.csv", "csv");
    row("/a/DATA.CSV", "csv");
    row("/a/data.tsv", "csv");
    row("/a/data.txt", "csv");
    row("/a/data.csv.gz", "csv");
    row("/a/train-images-idx3-ubyte", "idx");
    row("/a/train-images-idx3-ubyte.gz", "idx");
    row("/a/train-images.idx3-ubyte", "idx");
    row("/a/some.idx", "idx");
    row("/a/x.npy", "npy");
    row("/a/x.NPY.gz", "npy");
    row("/a/data.npz", "npz");
    row("/a/cat/1.png", "images");
    row("/a/cat/1.JPEG", "images");
    row("/a/data.text", "text");
    row("/a/data.text.gz", "text");
    row("/usr/lib/bible.data", "text");
    row("/a/data.xlsx", "");
    row("/a/data.gz", "");
    row("/a/csv", "");
}

void TestDataSource::aFilesNameTellsItsFormat()
{
    QFETCH(QString, file);
    QFETCH(QString, format);
    const auto source = dataSourceFor(file.toStdString());
    if (format.isEmpty()) {
        QVERIFY(!source.has_value());
        QCOMPARE(QString::fromStdString(source.error().where), file);
        return;
    }
    QVERIFY(source.has_value());
    QCOMPARE(QString::fromStdString(source->format), format);
    QCOMPARE(source->scaling, std::string("none"));
    QCOMPARE(source->options.values().size(), std::size_t(1)); // all else by default
    // Of a picture, the folder that its class's folder lies in.
    const QString path = format == "images" ? "/a" : file;
    QCOMPARE(QString::fromStdString(std::get<std::string>(source->options.values().begin()->second)), path);
}

void TestDataSource::labelsAreFoundBesideTheImages_data()
{
    QTest::addColumn<std::string>("images");
    QTest::addColumn<std::string>("labels");
    const auto row = [](const char* name, const char* images, const char* labels) {
        QTest::newRow(name) << std::string(images) << std::string(labels);
    };
    row("with the same end", "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz");
    row("unpacked beside packed ones", "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte");
    row("packed beside unpacked ones", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte.gz");
    row("in MNIST's other spelling", "train-images.idx3-ubyte", "train-labels.idx1-ubyte");
    row("in a file of another end", "my-images.idx", "my-labels.idx");
}

void TestDataSource::labelsAreFoundBesideTheImages()
{
    QFETCH(std::string, images);
    QFETCH(std::string, labels);
    const DataFiles files;
    const auto file = files.write(images, "");
    QVERIFY(!dataSourceFor(file)->options.contains("labels"));
    const auto beside = files.write(labels, "");
    QCOMPARE(dataSourceFor(file)->options.get<std::string>("labels"), beside.string());
}

void TestDataSource::aRelativeFileBecomesAbsolute()
{
    const auto source = dataSourceFor("data.csv");
    QVERIFY(source.has_value());
    QCOMPARE(source->options.get<std::string>("path"), (std::filesystem::current_path() / "data.csv").string());
}

void TestDataSource::aRelativePathStartsFromTheBase()
{
    const DataFiles files;
    files.write("sub/data.csv", "a,b\n1,2\n");
    DataSource source{.format = "csv"};
    source.options.set("path", std::string("sub/data.csv"));
    const auto data = loadDataset(source, files.folder());
    QVERIFY2(data.has_value(), data ? "" : data.error().oneLine().c_str());
    QCOMPARE(data->name, std::string("data.csv"));
}

void TestDataSource::aWrongSourceIsAnError_data()
{
    QTest::addColumn<DataSource>("source");
    QTest::addColumn<std::string>("message");
    const auto row = [](const char* name, const DataSource& source, const char* message) {
        QTest::newRow(name) << source << std::string(message);
    };
    row("an unknown format", {.format = "parquet"},
        "data: there is no data format \"parquet\"; choose one of digits, digit-pairs, iris, mixtures, "
        "point-sets, csv, idx, npy, npz, images, text");
    row("an unknown option", {.format = "digits", .options = {{"path", std::string("x")}}},
        "data: there is no attribute \"path\"; remove it, or mend its spelling");
    row("an option out of its choices", {.format = "csv", .options = {{"header", std::string("maybe")}}},
        "data: header is \"maybe\"; choose one of auto, yes, no");
    row("an option of another type", {.format = "csv", .options = {{"path", true}}},
        "data: path is not a path; give a path");
    row("no CSV file", {.format = "csv"}, "data: no file is chosen; choose one");
    row("no IDX file", {.format = "idx"}, "data: no file is chosen; choose one");
}

void TestDataSource::aWrongSourceIsAnError()
{
    QFETCH(DataSource, source);
    QFETCH(std::string, message);
    const auto data = loadDataset(source, {});
    QVERIFY(!data.has_value());
    QCOMPARE(data.error().oneLine(), message);
}

void TestDataSource::whatIsNoReadableFileIsAnError_data()
{
    QTest::addColumn<std::string>("path");
    QTest::addColumn<std::string>("message");
    QTest::newRow("missing") << std::string("no.csv") << std::string("no.csv: there is no such file; check the path");
    QTest::newRow("below a file") << std::string("data.csv/x.csv")
                                  << std::string("data.csv/x.csv: there is no such file; check the path");
    QTest::newRow("a folder") << std::string("folder.csv")
                              << std::string("folder.csv: this is a folder; choose a file in it");
    QTest::newRow("a device") << std::string("/dev/null")
                              << std::string("/dev/null: this is not a file; choose a file");
}

void TestDataSource::whatIsNoReadableFileIsAnError()
{
    QFETCH(std::string, path);
    QFETCH(std::string, message);
    const DataFiles files;
    files.write("data.csv", "1\n");
    std::filesystem::create_directory(files.folder() / "folder.csv");
    const auto data = loadDataset({.format = "csv", .options = {{"path", path}}}, files.folder());
    QVERIFY(!data.has_value());
    QCOMPARE(data.error().oneLine(), message);
    const auto images = loadDataset({.format = "idx", .options = {{"images", path}}}, files.folder());
    QCOMPARE(images.error(), data.error());
    const auto preview = findDataFormat("csv")->preview(
        withDefaults(findDataFormat("csv")->options(), {{"path", path}}), files.folder(), 5);
    QCOMPARE(preview.error(), data.error());
}

void TestDataSource::missingFashionMnistNamesThePackage()
{
    const auto mend = [](const std::string& path) {
        return loadDataset({.format = "idx", .options = {{"images", path}}}, {}).error().mend;
    };
    QVERIFY(mend("/nowhere/fashion-mnist/train-images-idx3-ubyte.gz").find("dataset-fashion-mnist") !=
            std::string::npos);
    QCOMPARE(mend("/nowhere/mnist/train-images-idx3-ubyte.gz"), std::string("check the path"));
    QCOMPARE(mend("/nowhere/fashion-mnist/data.idx"), std::string("check the path"));
}

void TestDataSource::readingStopsAtTheLimit()
{
    const std::string text(1000, 'x');
    QCOMPARE(readAll(*memorySource(text), 1000, "data.csv").value(), text);
    const auto cut = readAll(*memorySource(text), 999, "data.csv");
    QVERIFY(!cut.has_value());
    QCOMPARE(cut.error().what, std::string("there are more than 999 B in it"));
}

void TestDataSource::moreMemoryThanThereIsIsRefused()
{
    QVERIFY(checkMemory(1000, "data.csv").has_value());
    const auto available = availableMemory();
    QVERIFY(available.has_value());
    QVERIFY(*available > 1'000'000);
    const auto refused = checkMemory(std::uint64_t(1) << 60, "data.csv");
    QVERIFY(!refused.has_value());
    QCOMPARE(refused.error().kind, ErrorKind::Work);
    QVERIFY(refused.error().what.starts_with("this needs 1.2 EB of memory, and "));
}

LIGATURE_APPLESS_TEST(TestDataSource)

} // namespace test_data_source

#include "test_data_source.moc"
