// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/conform.h"

#include <QTest>

#include "core/data/data_format.h"
#include "tests/core/data/data_files.h"
#include "tests/support/test_program.h"

namespace test_conform {

using namespace ligature;

namespace {

const std::string trainedOn = "size,colour,weight,kind\n1,red,10,a\n2,green,20,b\n3,blue,30,c\n4,red,40,b\n";

Result<Dataset> load(const DataFiles& files, const std::string& text, const std::string& scaling,
                     const DataIdentity& trained = {})
{
    files.write("table.csv", text);
    const DataSource source{"csv", {{"path", std::string("table.csv")}, {"targets", std::string("kind")}}, scaling};
    return trained == DataIdentity{} ? loadDataset(source, files.folder())
                                     : loadDatasetLike(trained, source, files.folder());
}

std::vector<float> listOf(const AlignedArray<float>& values)
{
    return {values.span().begin(), values.span().end()};
}

} // namespace

class TestConform : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aSampleMeansTheSameInAnyFile_data();
    void aSampleMeansTheSameInAnyFile();
    void columnsKeepAllTheirDigits();
    void tokensAreThoseOfTheTrainedText();
    void whatIsNewIsTold_data();
    void whatIsNewIsTold();
};

void TestConform::aSampleMeansTheSameInAnyFile_data()
{
    QTest::addColumn<std::string>("text");
    QTest::newRow("the same") << trainedOn;
    QTest::newRow("its second line") << std::string("size,colour,weight,kind\n2,green,20,b\n");
    QTest::newRow("in another order of columns") << std::string("kind,weight,colour,size\nb,20,green,2\n");
    QTest::newRow("with a category less") << std::string("size,colour,weight,kind\n2,green,20,b\n1,red,10,a\n");
}

void TestConform::aSampleMeansTheSameInAnyFile()
{
    QFETCH(std::string, text);
    for (const char* const scaling : {"none", "standardize", "unit_range"}) {
        const DataFiles files;
        const auto trained = load(files, trainedOn, scaling);
        QVERIFY(trained.has_value());
        const std::vector<float> all = listOf(trained->features);
        const std::size_t row = text == trainedOn ? 0 : 1;
        const auto now = load(files, text, scaling, identityOf(*trained));
        QVERIFY2(now.has_value(), now ? "" : now.error().oneLine().c_str());
        QVERIFY(!differenceOf(identityOf(*trained), identityOf(*now)));
        const auto width = static_cast<std::ptrdiff_t>(trained->feature_names.size());
        const std::vector<float> features = listOf(now->features);
        QVERIFY(std::equal(features.begin(), features.begin() + width,
                           all.begin() + static_cast<std::ptrdiff_t>(row) * width));
        QCOMPARE(now->targets[0], trained->targets[row]);
        std::vector<std::int64_t> widths;
        for (const FeatureColumn& column : now->feature_columns)
            widths.push_back(column.width);
        QCOMPARE(widths, (std::vector<std::int64_t>{1, 3, 1}));
    }
}

/// Whole numbers that floats round are scaled from what the file has, wherever the column stands.
void TestConform::columnsKeepAllTheirDigits()
{
    const DataFiles files;
    const auto trained =
        load(files, "n,time,kind\n1,1700000000001,a\n2,1700000000002,b\n3,1700000000006,a\n", "standardize");
    QVERIFY(trained.has_value());
    const auto now = load(files, "kind,time,n\nb,1700000000006,3\n", "standardize", identityOf(*trained));
    QVERIFY2(now.has_value(), now ? "" : now.error().oneLine().c_str());
    QCOMPARE(now->features[0], trained->features[4]);
    QCOMPARE(now->features[1], trained->features[5]);
    QVERIFY(now->features[1] > 1);
}

void TestConform::tokensAreThoseOfTheTrainedText()
{
    const DataFiles files;
    files.write("a.text", "one two three two one two four two");
    files.write("b.text", "four one five two five one two");
    const auto source = [](const char* path) {
        return DataSource{"text", {{"path", std::string(path)}, {"sequence_length", std::int64_t{2}}}, "none"};
    };
    const auto trained = loadDataset(source("a.text"), files.folder());
    QVERIFY2(trained.has_value(), trained ? "" : trained.error().oneLine().c_str());
    const auto now = loadDatasetLike(identityOf(*trained), source("b.text"), files.folder());
    QVERIFY2(now.has_value(), now ? "" : now.error().oneLine().c_str());
    QVERIFY(!differenceOf(identityOf(*trained), identityOf(*now)));
    const auto words = [&](const AlignedArray<float>& tokens) {
        std::string text;
        for (const float token : tokens.span())
            text += now->class_names[static_cast<std::size_t>(token)] + " ";
        return text;
    };
    QCOMPARE(words(now->features), std::string("four one <unk> two <unk> one "));
    QCOMPARE(words(now->targets), std::string("one <unk> two <unk> one two "));
    QCOMPARE(now->remarks, (std::vector<std::string>{"2 tokens are none that were trained on, and read as <unk>"}));
}

void TestConform::whatIsNewIsTold_data()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<QString>("error");
    const auto row = [](const char* name, const char* text, const char* error) {
        QTest::newRow(name) << std::string(text) << QString(error);
    };
    row("a category", "size,colour,weight,kind\n2,mauve,20,b\n", "\"colour=mauve\" is new");
    row("a column", "size,colour,weight,age,kind\n2,red,20,3,b\n", "\"age\" is new");
    row("a column less", "size,colour,kind\n2,red,b\n", "\"weight\" are not there");
    row("a column of numbers for one of texts", "size,colour,weight,kind\n2,7,20,b\n", "\"colour\" is new");
    row("a class", "size,colour,weight,kind\n2,red,20,d\n", "\"d\" is new");
}

void TestConform::whatIsNewIsTold()
{
    QFETCH(std::string, text);
    QFETCH(QString, error);
    const DataFiles files;
    for (const char* const scaling : {"none", "standardize"}) {
        const DataIdentity trained = identityOf(*load(files, trainedOn, scaling));
        const auto now = load(files, text, scaling, trained);
        const QString told =
            QString::fromStdString(now ? differenceOf(trained, identityOf(*now)).value_or("") : now.error().oneLine());
        QVERIFY2(told.contains(error), qPrintable(told));
    }
}

LIGATURE_APPLESS_TEST(TestConform)

} // namespace test_conform

#include "test_conform.moc"
