// SPDX-License-Identifier: GPL-3.0-or-later
#include <bit>

#include <QTest>

#include "core/data/data_format.h"
#include "tests/core/data/data_files.h"
#include "tests/support/test_program.h"

namespace test_idx {

using namespace ligature;

namespace {

std::string pixels(std::size_t count)
{
    std::string bytes;
    for (std::size_t i = 0; i < count; ++i)
        bytes.push_back(static_cast<char>(i % 251));
    return bytes;
}

/// `count` images of 2 × 3 bytes.
std::string images(std::uint32_t count)
{
    return idxHeader(0x08, {count, 2, 3}) + pixels(std::size_t(6) * count);
}

std::string labels(const std::string& classes)
{
    return idxHeader(0x08, {static_cast<std::uint32_t>(classes.size())}) + classes;
}

std::vector<float> values(const AlignedArray<float>& array)
{
    return {array.span().begin(), array.span().end()};
}

Result<Dataset> load(const DataFiles& files, const std::string& images_name, const std::string& labels_name = {})
{
    DataSource source{.format = "idx"};
    source.options.set("images", images_name);
    source.options.set("labels", labels_name);
    return loadDataset(source, files.folder());
}

} // namespace

class TestIdx : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsImagesAndLabels_data();
    void readsImagesAndLabels();
    void readsEveryTypeOfValue_data();
    void readsEveryTypeOfValue();
    void classesFollowTheLabels_data();
    void classesFollowTheLabels();
    void readsGzipOfSeveralMembers();
    void refusesABadFile_data();
    void refusesABadFile();
    void refusesLabelsThatDoNotFit_data();
    void refusesLabelsThatDoNotFit();
    void anUnpackingBombStopsAtTheClaim();
    void aPreviewReadsTheFirstImages();
    void readsFashionMnistAsDebianInstallsIt();
};

void TestIdx::readsImagesAndLabels_data()
{
    QTest::addColumn<bool>("images_packed");
    QTest::addColumn<bool>("labels_packed");
    QTest::newRow("plain files") << false << false;
    QTest::newRow("gzip files") << true << true;
    QTest::newRow("gzip images, plain labels") << true << false;
}

void TestIdx::readsImagesAndLabels()
{
    QFETCH(bool, images_packed);
    QFETCH(bool, labels_packed);
    const DataFiles files;
    files.write("images", images_packed ? gzipped(images(3)) : images(3));
    files.write("labels", labels_packed ? gzipped(labels({2, 0, 1})) : labels({2, 0, 1}));

    const auto data = load(files, "images", "labels");
    QVERIFY2(data.has_value(), data ? "" : data.error().oneLine().c_str());
    QCOMPARE(data->name, std::string("images"));
    QCOMPARE(data->sample_count, 3);
    QCOMPARE(data->feature_shape, (Shape{2, 3}));
    QVERIFY(data->feature_names.empty());
    QCOMPARE(data->features.size(), std::size_t(18));
    for (std::size_t i = 0; i < 18; ++i)
        QCOMPARE(data->features[i], static_cast<float>(i));
    QCOMPARE(data->target_kind, TargetKind::Class);
    QCOMPARE(data->target_shape, Shape());
    QCOMPARE(values(data->targets), (std::vector<float>{2, 0, 1}));

    const auto unlabelled = load(files, "images");
    QVERIFY(unlabelled.has_value());
    QCOMPARE(unlabelled->target_kind, TargetKind::None);
    QVERIFY(unlabelled->targets.empty());
}

void TestIdx::readsEveryTypeOfValue_data()
{
    QTest::addColumn<int>("type");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<std::vector<float>>("expected");
    const auto float_bits = [](float value) { return bigEndian(std::bit_cast<std::uint32_t>(value), 4); };
    const auto double_bits = [](double value) { return bigEndian(std::bit_cast<std::uint64_t>(value), 8); };
    const auto row = [](const char* name, int type, const std::string& bytes, std::vector<float> expected) {
        QTest::newRow(name) << type << QByteArray::fromStdString(bytes) << std::move(expected);
    };
    row("unsigned bytes", 0x08, "\x7f\xff", {127, 255});
    row("signed bytes", 0x09, "\x7f\xff", {127, -1});
    row("16-bit integers", 0x0b, bigEndian(0x0102, 2) + bigEndian(0xfffe, 2), {258, -2});
    row("32-bit integers", 0x0c, bigEndian(0x00010203, 4) + bigEndian(0xfffffffd, 4), {66051, -3});
    row("32-bit floats", 0x0d, float_bits(1.5F) + float_bits(-0.1F), {1.5F, -0.1F});
    row("64-bit floats", 0x0e, double_bits(1.5) + double_bits(-0.1), {1.5F, -0.1F});
}

void TestIdx::readsEveryTypeOfValue()
{
    QFETCH(int, type);
    QFETCH(QByteArray, bytes);
    QFETCH(std::vector<float>, expected);
    const DataFiles files;
    files.write("images", idxHeader(type, {1, 2}) + bytes.toStdString());
    const auto data = load(files, "images");
    QVERIFY2(data.has_value(), data ? "" : data.error().oneLine().c_str());
    QCOMPARE(values(data->features), expected);
}

void TestIdx::classesFollowTheLabels_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("classes");
    QTest::addColumn<int>("count");
    QTest::addColumn<QString>("last");
    QTest::newRow("as many as the largest label says") << "labels" << QByteArray("\2\0\2", 3) << 3 << "2";
    QTest::newRow("ten in MNIST's own files") << "train-labels-idx1-ubyte" << QByteArray("\2\0\2", 3) << 10 << "9";
    QTest::newRow("more where MNIST's likes have more")
        << "train-labels-idx1-ubyte" << QByteArray("\2\31\1", 3) << 26 << "25";
    QTest::newRow("Fashion-MNIST's by its folder")
        << "fashion-mnist/t10k-labels-idx1-ubyte" << QByteArray("\2\0\2", 3) << 10 << "Ankle boot";
    QTest::newRow("Fashion-MNIST's in the folder of another program")
        << "FashionMNIST/raw/train-labels-idx1-ubyte" << QByteArray("\2\0\2", 3) << 10 << "Ankle boot";
    QTest::newRow("another file in that folder") << "fashion-mnist/my-labels" << QByteArray("\2\0\2", 3) << 3 << "2";
}

void TestIdx::classesFollowTheLabels()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, classes);
    QFETCH(int, count);
    QFETCH(QString, last);
    const DataFiles files;
    files.write("images", images(3));
    files.write(name.toStdString(), labels(classes.toStdString()));
    const auto data = load(files, "images", name.toStdString());
    QVERIFY2(data.has_value(), data ? "" : data.error().oneLine().c_str());
    QCOMPARE(data->class_names.size(), static_cast<std::size_t>(count));
    QCOMPARE(QString::fromStdString(data->class_names.back()), last);
}

void TestIdx::readsGzipOfSeveralMembers()
{
    const DataFiles files;
    const std::string whole = images(3);
    files.write("images.gz", gzipped(whole.substr(0, 10)) + gzipped(whole.substr(10)));
    const auto data = load(files, "images.gz");
    QVERIFY2(data.has_value(), data ? "" : data.error().oneLine().c_str());
    QCOMPARE(data->features[17], 17.0F);
}

void TestIdx::refusesABadFile_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("where");
    QTest::addColumn<QString>("what");
    const auto row = [](const char* name, const std::string& bytes, const QString& where, const QString& what) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes) << where << what;
    };
    const std::string packed = gzipped(images(3));
    const QString not_idx = "this is not an IDX file: it does not begin as one";
    const std::string huge = idxHeader(0x08, {0x80000000U, 0x80000000U, 0x80000000U, 0x80000000U});

    row("an empty file", "", "images, header", not_idx);
    row("a file of three bytes", std::string("\0\0\x08", 3), "images, header", not_idx);
    row("another kind of file", "PK\3\4 and so on", "images, header", not_idx);
    row("an unknown type", idxHeader(0x0a, {1, 2}) + "xx", "images, header",
        "there is no type of values with the code 10");
    row("no dimensions", idxHeader(0x08, {}) + "x", "images, header", "it claims 0 dimensions");
    row("255 dimensions", std::string("\0\0\x08\xff", 4) + std::string(1020, '\1'), "images, header",
        "it claims 255 dimensions");
    row("a header that is cut", images(3).substr(0, 15), "images, header", "the file ends in it");
    row("no samples", idxHeader(0x08, {0, 2, 3}), "images, header", "it claims no samples");
    row("samples of nothing", idxHeader(0x08, {3, 0, 3}), "images, header", "it claims samples of no values");
    row("one number a sample", labels({1, 2}), "images", "it holds one number a sample, as labels do");
    row("2^31 samples", idxHeader(0x08, {0x80000000U, 28, 28}) + "xyz", "images, header",
        "it claims 2147483648 × 28 × 28 values, 1,683,627,180,048 bytes with the header, and the file holds 19 bytes");
    row("more values than 64 bits can count", huge + "x", "images, header",
        "it claims 2147483648 × 2147483648 × 2147483648 × 2147483648 values, more than any file can hold");
    row("a file that is cut", images(3).substr(0, 33), "images, header",
        "it claims 3 × 2 × 3 values, 34 bytes with the header, and the file holds 33 bytes");
    row("a byte too many", images(3) + "x", "images, header",
        "it claims 3 × 2 × 3 values, 34 bytes with the header, and the file holds 35 bytes");
    row("a value that is not finite",
        idxHeader(0x0d, {2, 2}) + bigEndian(0, 4) + bigEndian(0, 4) + bigEndian(0, 4) + bigEndian(0x7f800000, 4),
        "images, sample 2", "a value is not finite");
    row("a double that no float can hold", idxHeader(0x0e, {1, 1}) + bigEndian(std::bit_cast<std::uint64_t>(1e300), 8),
        "images, sample 1", "a value is not finite");

    row("gzip that is cut", packed.substr(0, packed.size() - 9), "images", "the compressed data ends too early");
    row("gzip that is cut in its checksum", packed.substr(0, packed.size() - 2), "images",
        "the compressed data ends too early");
    row("gzip with a wrong checksum",
        packed.substr(0, packed.size() - 8) + std::string(4, '\0') + packed.substr(packed.size() - 4), "images",
        "the compressed data is corrupt");
    row("gzip with a byte after it", packed + "x", "images", "other bytes follow the end of the compressed data");
    row("gzip magic and nothing else", "\x1f\x8b", "images", "the compressed data ends too early");
    row("gzip that holds less than its header claims", gzipped(images(3).substr(0, 33)), "images, header",
        "it claims 3 × 2 × 3 values, 34 bytes with the header, and the file holds 33 bytes");
    row("gzip that holds more than its header claims", gzipped(images(3) + "x"), "images, header",
        "it claims 3 × 2 × 3 values, 34 bytes with the header, and the file holds more");
    row("gzip whose header claims what no gzip file of its size can hold",
        gzipped(idxHeader(0x08, {0x80000000U, 28, 28})), "images, header",
        QString("it claims 2147483648 × 28 × 28 values, more than a gzip file of %1 bytes can hold")
            .arg(gzipped(idxHeader(0x08, {0x80000000U, 28, 28})).size()));
    const std::string lying = gzipped(images(3).substr(0, 33));
    row("gzip that claims its length falsely at its end",
        lying.substr(0, lying.size() - 4) + std::string("\x22\0\0\0", 4), "images", "the compressed data is corrupt");
}

void TestIdx::refusesABadFile()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, where);
    QFETCH(QString, what);
    const DataFiles files;
    files.write("images", bytes.toStdString());
    const auto data = load(files, "images");
    QVERIFY(!data.has_value());
    QCOMPARE(QString::fromStdString(data.error().where), where);
    QCOMPARE(QString::fromStdString(data.error().what), what);
    QVERIFY(!data.error().mend.empty());
    QCOMPARE(data.error().kind, ErrorKind::Input);
}

void TestIdx::refusesLabelsThatDoNotFit_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("where");
    QTest::addColumn<QString>("what");
    const auto row = [](const char* name, const std::string& bytes, const QString& where, const QString& what) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes) << where << what;
    };
    row("too few", labels({1, 2}), "labels", "there are 2 labels for 3 images");
    row("one", labels({1}), "labels", "there are 1 label for 3 images");
    row("images in their place", images(3), "labels", "it holds 2 × 3 values a sample, and a label is one");
    row("real numbers", idxHeader(0x0d, {3}) + std::string(12, '\0'), "labels",
        "it holds real numbers, and a label is a whole one");
    row("a negative class", idxHeader(0x09, {3}) + "\1\xff\2", "labels, label 2", "the class is -1");
    row("a class of 1000", idxHeader(0x0b, {3}) + bigEndian(0, 2) + bigEndian(999, 2) + bigEndian(1000, 2),
        "labels, label 3", "the class is 1000");
}

void TestIdx::refusesLabelsThatDoNotFit()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, where);
    QFETCH(QString, what);
    const DataFiles files;
    files.write("images", images(3));
    files.write("labels", bytes.toStdString());
    const auto data = load(files, "images", "labels");
    QVERIFY(!data.has_value());
    QCOMPARE(QString::fromStdString(data.error().where), where);
    QCOMPARE(QString::fromStdString(data.error().what), what);
}

void TestIdx::anUnpackingBombStopsAtTheClaim()
{
    const DataFiles files;
    // 16 MB of zeros in 16 kB, behind a header that claims 6 values.
    files.write("images", gzipped(idxHeader(0x08, {1, 2, 3}) + std::string(16'000'000, '\0')));
    const auto data = load(files, "images");
    QVERIFY(!data.has_value());
    QCOMPARE(data.error().what,
             std::string("it claims 1 × 2 × 3 values, 22 bytes with the header, and the file holds more"));
}

void TestIdx::aPreviewReadsTheFirstImages()
{
    const DataFiles files;
    files.write("images", gzipped(idxHeader(0x08, {100, 9, 9}) + pixels(8100)));
    files.write("labels", labels(std::string(100, '\1')));
    const auto preview = findDataFormat("idx")->preview(
        {{"images", std::string("images")}, {"labels", std::string("labels")}}, files.folder(), 2);
    QVERIFY2(preview.has_value(), preview ? "" : preview.error().oneLine().c_str());
    QCOMPARE(preview->note, std::string("100 samples of 9 × 9, 2 classes"));
    QCOMPARE(preview->rows.size(), std::size_t(2));
    QCOMPARE(preview->columns.size(), std::size_t(64 + 2 + 1)); // the middle of wide samples is left out
    QCOMPARE(preview->columns[64], std::string("…"));
    QCOMPARE(preview->columns[65], std::string("81"));
    QCOMPARE(preview->rows[1].front(), std::string("81"));
    QCOMPARE(preview->rows[1][64], std::string("…"));
    QCOMPARE(preview->rows[1].back(), std::string("1"));
}

void TestIdx::readsFashionMnistAsDebianInstallsIt()
{
    const std::filesystem::path file = "/usr/share/datasets/fashion-mnist/t10k-images-idx3-ubyte.gz";
    if (!std::filesystem::exists(file))
        QSKIP("dataset-fashion-mnist is not installed");
    const auto source = dataSourceFor(file);
    QVERIFY(source.has_value());
    const auto data = loadDataset(*source, {});
    QVERIFY2(data.has_value(), data ? "" : data.error().oneLine().c_str());
    QCOMPARE(data->name, std::string("Fashion-MNIST"));
    QCOMPARE(data->sample_count, 10'000);
    QCOMPARE(data->feature_shape, (Shape{28, 28}));
    QCOMPARE(data->class_names[5], std::string("Sandal"));
    std::vector<int> counts(10);
    for (const float label : data->targets.span())
        ++counts[static_cast<std::size_t>(label)];
    QCOMPARE(counts, std::vector<int>(10, 1000));
    QCOMPARE(data->targets[0], 9.0F);
    double sum = 0;
    for (const float value : data->features.span())
        sum += static_cast<double>(value);
    QCOMPARE(sum, 573'469'082.0); // numpy's
}

LIGATURE_APPLESS_TEST(TestIdx)

} // namespace test_idx

#include "test_idx.moc"
