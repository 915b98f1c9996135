// SPDX-License-Identifier: GPL-3.0-or-later
// That every type is read to NumPy's values, tests/interop/data shows with NumPy.
#include <cmath>

#include <QTest>

#include "core/data/data_format.h"
#include "core/export/zip_archive.h"
#include "tests/core/data/data_files.h"
#include "tests/support/test_program.h"

namespace test_numpy_data {

using namespace ligature;

namespace {

/// An array of NumPy's with that header, which need not be true.
std::string npy(const std::string& type, const std::string& shape, const std::string& data,
                const std::string& order = "False")
{
    std::string header = "{'descr': '" + type + "', 'fortran_order': " + order + ", 'shape': " + shape + ", }\n";
    return std::string("\x93NUMPY\x01\x00", 8) + static_cast<char>(header.size()) + '\0' + header + data;
}

std::string floats(const std::vector<float>& values)
{
    return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float)};
}

std::string x()
{
    return npy("<f4", "(3, 2)", floats({1, 2, 3, 4, 5, 6}));
}
std::string y()
{
    return npy("|i1", "(3,)", std::string("\x05\xff\x05", 3));
}

std::string npz(const std::vector<ZipEntry>& entries)
{
    return encodeZip(entries).value();
}

Result<Dataset> load(const DataFiles& files, const std::string& name, const Attributes& options = {})
{
    auto source = dataSourceFor(files.folder() / name);
    if (!source)
        return tl::unexpected(source.error());
    for (const auto& [option, value] : options.values())
        source->options.set(option, value);
    return loadDataset(*source, {});
}

std::vector<float> listOf(const AlignedArray<float>& values)
{
    return {values.span().begin(), values.span().end()};
}

} // namespace

class TestNumpyData : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aFileFindsItsTargetsBesideIt();
    void theUsualNamesAreFound_data();
    void theUsualNamesAreFound();
    void targetsAreWhatTheOptionSays_data();
    void targetsAreWhatTheOptionSays();
    void columnsHaveNamesAndPixelsHaveNone();
    void wrongFilesAreTold_data();
    void wrongFilesAreTold();
    void wrongTargetsAreTold_data();
    void wrongTargetsAreTold();
    void wrongArchivesAreTold_data();
    void wrongArchivesAreTold();
};

void TestNumpyData::aFileFindsItsTargetsBesideIt()
{
    const DataFiles files;
    files.write("X_train.npy", x());
    files.write("y_train.npy", y());
    const auto data = load(files, "X_train.npy");
    QVERIFY2(data.has_value(), data ? "" : data.error().oneLine().c_str());
    QCOMPARE(data->feature_shape, Shape{2});
    QCOMPARE(listOf(data->features), (std::vector<float>{1, 2, 3, 4, 5, 6}));
    QCOMPARE(data->class_names, (std::vector<std::string>{"-1", "5"}));
    QCOMPARE(listOf(data->targets), (std::vector<float>{1, 0, 1}));
    files.write("alone.npy.gz", gzipped(x()));
    const auto alone = load(files, "alone.npy.gz");
    QVERIFY(alone.has_value());
    QCOMPARE(alone->target_kind, TargetKind::None);
}

void TestNumpyData::theUsualNamesAreFound_data()
{
    QTest::addColumn<std::string>("features");
    QTest::addColumn<std::string>("targets");
    for (const auto& [features, targets] :
         {std::pair("x", "y"), std::pair("X", "y"), std::pair("x_train", "y_train"), std::pair("X_train", "y_train"),
          std::pair("features", "labels"), std::pair("data", "target"), std::pair("images", "labels"),
          std::pair("arr_0", "arr_1"), std::pair("whatever", "")})
        QTest::newRow(features) << std::string(features) << std::string(targets);
}

void TestNumpyData::theUsualNamesAreFound()
{
    QFETCH(std::string, features);
    QFETCH(std::string, targets);
    std::vector<ZipEntry> entries = {{features + ".npy", x()}};
    if (!targets.empty())
        entries.insert(entries.begin(), ZipEntry{targets + ".npy", y()});
    const DataFiles files;
    files.write("data.npz", npz(entries));
    const auto data = load(files, "data.npz");
    QVERIFY2(data.has_value(), data ? "" : data.error().oneLine().c_str());
    QCOMPARE(data->sample_count, 3);
    QCOMPARE(data->target_kind, targets.empty() ? TargetKind::None : TargetKind::Class);
}

void TestNumpyData::targetsAreWhatTheOptionSays_data()
{
    QTest::addColumn<std::string>("targets");
    QTest::addColumn<std::string>("kind");
    QTest::addColumn<TargetKind>("expected");
    QTest::addColumn<Shape>("shape");
    const std::string reals = npy("<f4", "(3,)", floats({2, 1, 2}));
    const std::string column = npy("|u1", "(3, 1)", std::string("\1\2\1", 3));
    const std::string several = npy("|u1", "(3, 2)", "abcdef");
    QTest::newRow("whole numbers are classes") << y() << std::string("auto") << TargetKind::Class << Shape();
    QTest::newRow("a column of them too") << column << std::string("auto") << TargetKind::Class << Shape();
    QTest::newRow("or values") << y() << std::string("values") << TargetKind::Values << Shape{1};
    QTest::newRow("reals are values") << reals << std::string("auto") << TargetKind::Values << Shape{1};
    QTest::newRow("or classes") << reals << std::string("class") << TargetKind::Class << Shape();
    QTest::newRow("several are values") << several << std::string("auto") << TargetKind::Values << Shape{2};
}

void TestNumpyData::targetsAreWhatTheOptionSays()
{
    QFETCH(std::string, targets);
    QFETCH(std::string, kind);
    QFETCH(TargetKind, expected);
    QFETCH(Shape, shape);
    const DataFiles files;
    files.write("x.npy", x());
    files.write("y.npy", targets);
    const auto data = load(files, "x.npy", {{"target_kind", kind}});
    QVERIFY2(data.has_value(), data ? "" : data.error().oneLine().c_str());
    QCOMPARE(data->target_kind, expected);
    QCOMPARE(data->target_shape, shape);
    const bool may_be_classes = kind == "auto" && targets == npy("<f4", "(3,)", floats({2, 1, 2}));
    QCOMPARE(data->remarks.size(), std::size_t{may_be_classes ? 1U : 0U});
}

void TestNumpyData::columnsHaveNamesAndPixelsHaveNone()
{
    const DataFiles files;
    files.write("table.npy", x());
    files.write("pixels.npy", npy("|u1", "(3, 2)", "abcdef"));
    files.write("pictures.npy", npy("<f4", "(1, 2, 3)", floats({1, 2, 3, 4, 5, 6})));
    QCOMPARE(load(files, "table.npy")->feature_names, (std::vector<std::string>{"x1", "x2"}));
    QVERIFY(load(files, "pixels.npy")->feature_names.empty());
    QVERIFY(load(files, "pictures.npy")->feature_names.empty());
}

void TestNumpyData::wrongFilesAreTold_data()
{
    QTest::addColumn<std::string>("bytes");
    QTest::addColumn<QString>("error");
    const auto row = [](const char* name, const std::string& bytes, const char* error) {
        QTest::newRow(name) << bytes << QString(error);
    };
    row("empty", "", "it is no array of NumPy's");
    row("text", "1,2,3\n", "it is no array of NumPy's; save it with numpy.save");
    row("cut in the header", x().substr(0, 20), "its header is damaged or was cut off");
    row("of a version to come", x().replace(6, 1, "\x09"), "its format's version is 9");
    row("a pointer of Git LFS", "version https://git-lfs.github.com/spec/v1\n", "git lfs pull");
    row("an archive", npz({{"x.npy", x()}}), "but a zip archive");
    row("cut in the data", x().substr(0, x().size() - 1), "damaged or was cut off");
    row("more than its shape", x() + "1234", "damaged or was cut off");
    row("a huge claim", npy("<f8", "(1000000000000, 1000000)", "12345678"), "damaged or was cut off");
    row("a claim beyond all numbers", npy("<f8", "(9223372036854775807, 9223372036854775807)", "12345678"),
        "damaged or was cut off");
    row("a negative extent", npy("<f4", "(-3, 2)", ""), "it is no array of NumPy's");
    row("a pickle", npy("|O", "(1,)", "12345678"), "Python objects");
    row("complex numbers", npy("<c8", "(1,)", "12345678"), "complex numbers");
    row("texts", npy("<U2", "(1,)", "12345678"), "its elements are of the type \"<U2\": texts, which are no numbers");
    row("dates", npy("<M8[D]", "(1,)", "12345678"), "its elements are of the type \"<M8[D]\"");
    row("no samples", npy("<f4", "(0, 4)", ""), "so it holds no numbers");
    row("no features", npy("<f4", "(4, 0)", ""), "so it holds no numbers");
    row("a single number", npy("<f4", "()", floats({1})), "it is a single number");
    row("not a number", npy("<f4", "(2, 2)", floats({1, 2, 3, NAN})),
        "x.npy, sample 2, value 2: its value is no finite number");
    row("infinite", npy("<f4", "(2,)", floats({1, INFINITY})), "x.npy, sample 2: its value is no finite number");
    const double large = 1e300;
    row("too large", npy("<f8", "(1,)", std::string(reinterpret_cast<const char*>(&large), 8)),
        "x.npy, sample 1: its value is too large for a 32-bit number");
    row("in the order of Fortran", npy("<f4", "(2, 2)", floats({1, 2, NAN, 4}), "True"),
        "x.npy, sample 1, value 2: its value is no finite number");
}

void TestNumpyData::wrongFilesAreTold()
{
    QFETCH(std::string, bytes);
    QFETCH(QString, error);
    const DataFiles files;
    files.write("x.npy", bytes);
    const auto data = load(files, "x.npy");
    QVERIFY(!data.has_value());
    const QString told = QString::fromStdString(data.error().oneLine());
    QVERIFY2(told.contains(error), qPrintable(told));
    QVERIFY(told.contains("x.npy") && !data.error().mend.empty());
}

void TestNumpyData::wrongTargetsAreTold_data()
{
    QTest::addColumn<std::string>("bytes");
    QTest::addColumn<std::string>("kind");
    QTest::addColumn<QString>("error");
    const auto row = [](const char* name, const std::string& bytes, const char* kind, const char* error) {
        QTest::newRow(name) << bytes << std::string(kind) << QString(error);
    };
    row("fewer", npy("|u1", "(2,)", "ab"), "auto", "y.npy: it has 2 targets, and there are 3 samples");
    row("several as classes", npy("|u1", "(3, 2)", "abcdef"), "class", "which is not one class a sample");
    row("no number as a class", npy("<f4", "(3,)", floats({1, NAN, 2})), "class",
        "y.npy, sample 2: its class is no finite number");
    row("no number as a value", npy("<f4", "(3,)", floats({1, 2, NAN})), "auto",
        "y.npy, sample 3: its value is no finite number");
    row("damaged", "no array", "auto", "y.npy: it is no array of NumPy's");
}

void TestNumpyData::wrongTargetsAreTold()
{
    QFETCH(std::string, bytes);
    QFETCH(std::string, kind);
    QFETCH(QString, error);
    const DataFiles files;
    files.write("x.npy", x());
    files.write("y.npy", bytes);
    const auto data = load(files, "x.npy", {{"target_kind", kind}});
    QVERIFY(!data.has_value());
    const QString told = QString::fromStdString(data.error().oneLine());
    QVERIFY2(told.contains(error), qPrintable(told));
}

void TestNumpyData::wrongArchivesAreTold_data()
{
    QTest::addColumn<std::string>("bytes");
    QTest::addColumn<Attributes>("options");
    QTest::addColumn<QString>("error");
    const auto row = [](const char* name, const std::string& bytes, const Attributes& options, const char* error) {
        QTest::newRow(name) << bytes << options << QString(error);
    };
    const std::string good = npz({{"a.npy", x()}, {"b.npy", y()}});
    row("no usual name", good, {}, "none of its arrays has a usual name for features, and there are \"a\", \"b\"");
    row("no such features", good, {{"features", std::string("c")}}, "there is no array \"c\" in it");
    row("no such targets", good, {{"features", std::string("a")}, {"targets", std::string("c")}},
        "choose one of them as targets");
    row("cut off", good.substr(0, good.size() / 2), {}, "it is no npz archive, or it is damaged");
    row("empty", "", {}, "it is no npz archive, or it is damaged");
    row("no arrays", std::string("PK\5\6") + std::string(18, '\0'), {}, "npz");
    row("a single array", x(), {}, "it is a single array");
    row("damaged features", npz({{"x.npy", "none"}}), {}, "data.npz, x.npy: it is no array of NumPy's");
    row("a pickle", npz({{"x.npy", npy("|O", "(1,)", "12345678")}}), {}, "Python objects");
}

void TestNumpyData::wrongArchivesAreTold()
{
    QFETCH(std::string, bytes);
    QFETCH(Attributes, options);
    QFETCH(QString, error);
    const DataFiles files;
    files.write("data.npz", bytes);
    const auto data = load(files, "data.npz", options);
    QVERIFY(!data.has_value());
    const QString told = QString::fromStdString(data.error().oneLine());
    QVERIFY2(told.contains(error), qPrintable(told));
    QVERIFY(told.contains("data.npz") && !data.error().mend.empty());
}

LIGATURE_APPLESS_TEST(TestNumpyData)

} // namespace test_numpy_data

#include "test_numpy_data.moc"
