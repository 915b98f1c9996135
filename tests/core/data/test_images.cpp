// SPDX-License-Identifier: GPL-3.0-or-later
// That pictures of all kinds are read to Pillow's levels, tests/interop/data shows with Pillow.
#include <cmath>

#include <QTest>

#include "core/data/data_format.h"
#include "core/data/images/image_file.h"
#include "tests/core/data/data_files.h"
#include "tests/core/data/image_bytes.h"
#include "tests/support/test_program.h"

namespace test_images {

using namespace ligature;

namespace {

std::string grey(std::uint8_t level, std::uint32_t width = 3, std::uint32_t height = 2)
{
    return pngOf(width, height, std::vector<std::uint8_t>(std::size_t{width} * height, level));
}

/// Two classes of two pictures, of which the test may change some.
void writeGood(const DataFiles& files)
{
    files.write("data/dog/b.png", grey(4));
    files.write("data/dog/a.png", grey(3));
    files.write("data/cat/1.PNG", grey(1));
    files.write("data/cat/2.jpeg", jpegOf(3, 2, std::vector<std::uint8_t>(6, 200)));
}

Result<Dataset> load(const DataFiles& files, const Attributes& options = {})
{
    DataSource source{"images", {{"path", std::string("data")}}, "none"};
    for (const auto& [option, value] : options.values())
        source.options.set(option, value);
    return loadDataset(source, files.folder());
}

QString errorOf(const Result<Dataset>& data)
{
    return data ? QString() : QString::fromStdString(data.error().oneLine());
}

} // namespace

class TestImages : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eachFolderIsAClass();
    void coloursAreChannelsBeforeTheRows();
    void aPictureOrItsFolderTellsTheFormat();
    void withoutClassesThereAreNoTargets();
    void sizesAreMadeAlikeWhereAskedFor();
    void aPreviewReadsTheFirst();
    void whatIsLostIsTold();
    void linksMayLeadAnywhere_data();
    void linksMayLeadAnywhere();
    void wrongFoldersAreTold_data();
    void wrongFoldersAreTold();
    void wrongPicturesAreTold_data();
    void wrongPicturesAreTold();
    void whatIsCutOrChangedIsToldOrRead();
};

void TestImages::eachFolderIsAClass()
{
    const DataFiles files;
    writeGood(files);
    files.write("data/notes.txt", "left out");
    files.write("data/dog/.thumbnail.png", "left out");
    files.write("data/dog/list.csv", "left out");
    const auto data = load(files);
    QVERIFY2(data.has_value(), qPrintable(errorOf(data)));
    QCOMPARE(data->name, std::string("data"));
    QCOMPARE(data->sample_names, (std::vector<std::string>{"cat/1.PNG", "cat/2.jpeg", "dog/a.png", "dog/b.png"}));
    QCOMPARE(data->remarks, (std::vector<std::string>{"2 files are left out that are no PNG or JPEG of a class by name "
                                                      "and place: \"dog/list.csv\" and others"}));
    QCOMPARE(data->feature_shape, (Shape{2, 3}));
    QCOMPARE(data->class_names, (std::vector<std::string>{"cat", "dog"}));
    const auto targets = data->targets.span();
    QCOMPARE((std::vector<float>{targets.begin(), targets.end()}), (std::vector<float>{0, 0, 1, 1}));
    std::vector<float> firsts;
    for (std::size_t sample = 0; sample < 4; ++sample)
        firsts.push_back(data->features[sample * 6]);
    QCOMPARE(firsts, (std::vector<float>{1, 200, 3, 4}));
}

void TestImages::coloursAreChannelsBeforeTheRows()
{
    const DataFiles files;
    files.write("data/a/1.png", pngOf(2, 1, {10, 20, 30, 40, 50, 60}));
    files.write("data/b/1.png", grey(7, 2, 1));
    const auto data = load(files);
    QVERIFY2(data.has_value(), qPrintable(errorOf(data)));
    QCOMPARE(data->feature_shape, (Shape{3, 1, 2}));
    const auto levels = data->features.span();
    QCOMPARE((std::vector<float>{levels.begin(), levels.end()}),
             (std::vector<float>{10, 40, 20, 50, 30, 60, 7, 7, 7, 7, 7, 7}));
    const auto in_grey = load(files, {{"colours", std::string("grey")}});
    QCOMPARE(in_grey->feature_shape, (Shape{1, 2}));
    QCOMPARE(in_grey->features[0], 18.0F); // 0.299 · 10 + 0.587 · 20 + 0.114 · 30
}

void TestImages::aPictureOrItsFolderTellsTheFormat()
{
    const DataFiles files;
    writeGood(files);
    for (const auto& path : {files.folder() / "data", files.folder() / "data/dog/a.png"}) {
        const auto source = dataSourceFor(path);
        QVERIFY(source.has_value());
        QCOMPARE(source->format, std::string("images"));
        QCOMPARE(source->options.get<std::string>("path"), (files.folder() / "data").string());
        QCOMPARE(loadDataset(*source, {})->sample_count, 4);
    }
}

void TestImages::withoutClassesThereAreNoTargets()
{
    const DataFiles files;
    files.write("data/1.png", grey(1));
    files.write("data/more/2.png", grey(2));
    const auto data = load(files, {{"classes", std::string("none")}});
    QVERIFY2(data.has_value(), qPrintable(errorOf(data)));
    QCOMPARE(data->sample_count, 2);
    QCOMPARE(data->target_kind, TargetKind::None);
}

void TestImages::sizesAreMadeAlikeWhereAskedFor()
{
    const DataFiles files;
    writeGood(files);
    files.write("data/cat/3.png", grey(9, 31, 17));
    const QString error = errorOf(load(files));
    QVERIFY2(error.contains("data/cat/3.png: it is 31 × 17, and data/cat/1.PNG is 3 × 2"), qPrintable(error));
    const auto data = load(files, {{"width", std::int64_t{5}}, {"height", std::int64_t{4}}});
    QVERIFY2(data.has_value(), qPrintable(errorOf(data)));
    QCOMPARE(data->feature_shape, (Shape{4, 5}));
    for (std::size_t i = 0; i < 20; ++i)
        QCOMPARE(data->features[2 * 20 + i], 9.0F); // What is of one level stays so.
    QVERIFY(errorOf(load(files, {{"width", std::int64_t{5}}})).contains("a width and a height belong together"));
}

void TestImages::aPreviewReadsTheFirst()
{
    const DataFiles files;
    writeGood(files);
    const DataFormat* const format = findDataFormat("images");
    const auto preview =
        format->preview(withDefaults(format->options(), {{"path", std::string("data")}}), files.folder(), 2);
    QVERIFY(preview.has_value());
    QCOMPARE(preview->rows.size(), std::size_t{2});
    QCOMPARE(preview->rows[0].back() + preview->rows[1].back(), std::string("catdog")); // each class in turn
    QCOMPARE(preview->note, std::string("4 samples of 2 × 3, 2 classes"));
    QCOMPARE(preview->classes.size(), std::size_t{2});
    QCOMPARE(preview->classes[1].count, std::uint64_t{2});
    std::stop_source stopped;
    stopped.request_stop();
    const Attributes options = withDefaults(format->options(), {{"path", std::string("data")}});
    QVERIFY(!format->preview(options, {files.folder(), stopped.get_token()}, 2).has_value());
}

void TestImages::whatIsLostIsTold()
{
    const DataFiles files;
    files.write("data/a/1.png", pngOf(2, 1, {0x12, 0xff, 0x80, 0x00}, 16));
    files.write("data/b/1.png", grey(7, 2, 1));
    const auto data = load(files);
    QVERIFY2(data.has_value(), qPrintable(errorOf(data)));
    QCOMPARE(data->features[0], 18.0F);
    QCOMPARE(data->features[1], 128.0F);
    QCOMPARE(data->remarks,
             (std::vector<std::string>{"the lower half of the 16 bits a level of 1 picture is left out"}));
}

void TestImages::linksMayLeadAnywhere_data()
{
    QTest::addColumn<QString>("link");
    QTest::addColumn<QString>("target");
    QTest::addColumn<QString>("error"); // none: it is another name of what it leads to
    QTest::newRow("to the folder above") << "data/cat/up"
                                         << ".."
                                         << "data/cat/up: it is a link that leads back";
    QTest::newRow("to itself") << "data/cat/here"
                               << "."
                               << "data/cat/here: it is a link that leads back";
    QTest::newRow("a class that is all") << "data/self"
                                         << "."
                                         << "data/self: it is a link that leads back";
    QTest::newRow("another class") << "data/hound"
                                   << "dog"
                                   << "";
    QTest::newRow("to nothing") << "data/cat/3.png"
                                << "gone.png"
                                << "data/cat/3.png: there is no such file";
}

void TestImages::linksMayLeadAnywhere()
{
    QFETCH(QString, link);
    QFETCH(QString, target);
    QFETCH(QString, error);
    const DataFiles files;
    writeGood(files);
    std::filesystem::create_symlink(target.toStdString(), files.folder() / link.toStdString());
    const auto data = load(files);
    QCOMPARE(data.has_value(), error.isEmpty());
    QVERIFY2(errorOf(data).contains(error), qPrintable(errorOf(data)));
}

void TestImages::wrongFoldersAreTold_data()
{
    QTest::addColumn<QStringList>("files"); // a name ending with a stroke is an empty folder
    QTest::addColumn<QString>("error");
    const auto row = [](const char* name, const QStringList& files, const char* error) {
        QTest::newRow(name) << files << QString(error);
    };
    row("no folder", {}, "data: there is no such folder");
    row("a file", {"data"}, "data: it is no folder");
    row("an empty folder", {"data/"}, "data: there is no folder of a class in it");
    row("pictures without classes", {"data/1.png"}, "put the pictures of each class into a folder of its name");
    row("one class", {"data/cat/1.png"}, "data: there is one class only, \"cat\"");
    row("an empty class", {"data/cat/1.png", "data/dog/"}, "data/dog: there are no pictures in this class's folder");
    row("a name that is no UTF-8", {"data/cat/1.png", "data/dog/1.png", "data/%ff/1.png"},
        "the class's name is not UTF-8");
    row("a class of other files", {"data/cat/1.png", "data/dog/1.gif"}, "data/dog: there are no pictures");
}

void TestImages::wrongFoldersAreTold()
{
    QFETCH(QStringList, files);
    QFETCH(QString, error);
    const DataFiles folder;
    for (const QString& file : files) {
        const std::string bytes = QByteArray::fromPercentEncoding(file.toUtf8()).toStdString();
        if (file.endsWith('/'))
            std::filesystem::create_directories(folder.folder() / bytes);
        else
            folder.write(bytes, grey(1));
    }
    const QString told = errorOf(load(folder));
    QVERIFY2(told.contains(error), qPrintable(told));
}

void TestImages::wrongPicturesAreTold_data()
{
    QTest::addColumn<std::string>("bytes");
    QTest::addColumn<QString>("error");
    const auto row = [](const char* name, const std::string& bytes, const char* error) {
        QTest::newRow(name) << bytes << QString(error);
    };
    const std::string png = grey(1, 30, 30);
    const std::string jpeg = jpegOf(30, 30, std::vector<std::uint8_t>(900, 77));
    const auto claiming = [&](std::uint32_t width) { // the header's checksum is made true
        std::string changed = png.substr(0, 16) + bigEndian(width, 4) + bigEndian(width, 4) + png.substr(24, 5);
        changed += bigEndian(crc32(0, reinterpret_cast<const Bytef*>(changed.data()) + 12, 17), 4);
        return changed + png.substr(33);
    };
    row("empty", "", "it is empty");
    row("text", "hello", "it is no PNG and no JPEG");
    row("a GIF", "GIF89a......", "it is no PNG and no JPEG");
    row("a cut PNG", png.substr(0, png.size() / 2), "it is damaged or was cut off");
    row("a PNG of its header", png.substr(0, 33), "it is damaged or was cut off");
    row("a cut JPEG", jpeg.substr(0, jpeg.size() / 2), "it is damaged or was cut off");
    row("a JPEG of its first bytes", jpeg.substr(0, 4), "it is damaged or was cut off");
    row("a huge claim", claiming(2'000'000'000), "and at most 16384 each way are read");
    row("a large claim", claiming(16385), "and at most 16384 each way are read");
    row("a claim that the file does not hold", claiming(16384), "it is");
}

void TestImages::wrongPicturesAreTold()
{
    QFETCH(std::string, bytes);
    QFETCH(QString, error);
    const DataFiles files;
    writeGood(files);
    files.write("data/dog/z.png", bytes);
    // Of any size: what is wrong with the picture itself is to be told.
    const QString told = errorOf(load(files, {{"width", std::int64_t{4}}, {"height", std::int64_t{4}}}));
    QVERIFY2(told.contains("data/dog/z.png") && told.contains(error), qPrintable(told));
}

void TestImages::whatIsCutOrChangedIsToldOrRead()
{
    for (const std::string& good : {pngOf(4, 3, std::vector<std::uint8_t>(36, 90)), grey(3, 5, 4),
                                    jpegOf(9, 5, std::vector<std::uint8_t>(45, 90))}) {
        QVERIFY(decodeImage(good, true, "picture").has_value());
        const auto survives = [](const std::string& bytes) {
            const auto image = decodeImage(bytes, true, "picture");
            if (!image)
                return !image.error().what.empty() && !image.error().mend.empty();
            return image->levels.size() == static_cast<std::size_t>(image->width * image->height * 3);
        };
        for (std::size_t place = 0; place < good.size(); ++place) {
            QVERIFY2(survives(good.substr(0, place)), ("cut at " + std::to_string(place)).c_str());
            for (const char other : {'\0', '\1', '9', '\x7f', '\xff'}) {
                std::string changed = good;
                changed[place] = other;
                QVERIFY2(survives(changed), ("changed at " + std::to_string(place)).c_str());
            }
        }
    }
}

LIGATURE_APPLESS_TEST(TestImages)

} // namespace test_images

#include "test_images.moc"
