// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/data/csv/samples.h"
#include "tests/support/test_program.h"

namespace test_csv_samples {

using namespace ligature;

namespace {

struct Expected {
    std::vector<std::string> feature_names;
    std::vector<float> features;
    TargetKind target_kind = TargetKind::None;
    std::vector<std::string> target_names = {};
    std::vector<std::string> class_names = {};
    std::vector<float> targets = {};
};

std::vector<float> values(const AlignedArray<float>& array)
{
    return {array.span().begin(), array.span().end()};
}

} // namespace

class TestCsvSamples : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsTheSamples_data();
    void readsTheSamples();
    void aClassIsAScalarAndValuesAreAVector();
    void aHundredCategoriesAreTheMost();
    void aColumnTellsTheGroups();
};

void TestCsvSamples::readsTheSamples_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<CsvChoices>("choices");
    QTest::addColumn<Expected>("expected");
    const auto row = [](const char* name, QByteArray text, CsvChoices choices, Expected expected) {
        QTest::newRow(name) << std::move(text) << std::move(choices) << std::move(expected);
    };
    const Expected a_and_b{{"a", "b"}, {1, 2, 3, 4}};

    row("a header names the features", "a,b\n1,2\n3,4\n", {}, a_and_b);
    row("without a header columns are numbered", "1,2\n3,4\n", {}, {{"column 1", "column 2"}, {1, 2, 3, 4}});
    row("the last line needs no end", "a,b\n1,2\n3,4", {}, a_and_b);
    row("lines may end with CRLF", "a,b\r\n1,2\r\n3,4\r\n", {}, a_and_b);
    row("lines may end with CR", "a,b\r1,2\r3,4\r", {}, a_and_b);
    row("a byte order mark is no part of the first name",
        "\xef\xbb\xbf"
        "a,b\n1,2\n3,4\n",
        {}, a_and_b);
    row("blank lines before, between and after are skipped", "\n\na,b\n1,2\n \n3,4\n\n\r\n", {}, a_and_b);
    row("spaces around cells are no part of them", " a , b\n 1 ,\t2\n3 , 4 \n", {}, a_and_b);
    row("quotes are taken off", "\"a\",\"b\"\n\"1\",2\n3,\"4\"\n", {}, a_and_b);
    row("a quoted name may hold delimiter, quote and line's end", "\"a,\"\"x\"\"\ny\",b\n1,2\n", {},
        {{"a,\"x\"\ny", "b"}, {1, 2}});
    row("names may be in any language", "größe,重さ\n1,2\n", {}, {{"größe", "重さ"}, {1, 2}});
    row("a column without a name is called by its number", ",b\n1,2\n", {}, {{"column 1", "b"}, {1, 2}});
    row("numbers come with signs, exponents and bare points", "a,b\n+1,-2.5e3\n.5,1.\n", {},
        {{"a", "b"}, {1, -2500, 0.5F, 1}});
    row("what is too small for a float is 0", "a\n1e-60\n1e-400\n0\n", {}, {{"a"}, {0, 0, 0}});

    row("semicolons are detected", "a;b\n1;2\n3;4\n", {}, a_and_b);
    row("tabs are detected", "a\tb\n1\t2\n3\t4\n", {}, a_and_b);
    row("spaces are detected, and several are one", "a  b\n 1 2\n3   4 \n", {}, a_and_b);
    row("tabs and spaces may mix", "a \t b\n1\t2\n3 4\n", {.delimiter = "space"}, a_and_b);
    row("a delimiter in quotes is not one", "a;b\n1;2\n\"3\";4\n", {.delimiter = "semicolon"}, a_and_b);
    row("a delimiter may be chosen against the look", "a;b,c\n1,2\n", {.delimiter = "comma"}, {{"a;b", "c"}, {1, 2}});
    row("names with spaces do not make a space the delimiter", "top speed\n1\n2\n", {}, {{"top speed"}, {1, 2}});

    row("texts become one feature each, sorted", "size,colour\n1,red\n2,blue\n3,red\n", {},
        {{"size", "colour=blue", "colour=red"}, {1, 0, 1, 2, 1, 0, 3, 0, 1}});
    row("a header of an all-text file is unlike its lines", "x,y\nred,on\nblue,off\nred,off\n", {.targets = "y"},
        {{"x=blue", "x=red"}, {0, 1, 1, 0, 0, 1}, TargetKind::Class, {"y"}, {"off", "on"}, {1, 0, 0}});
    row("an all-text file whose first line comes again has no header", "red,on\nblue,off\nred,off\n", {},
        {{"column 1=blue", "column 1=red", "column 2=off", "column 2=on"}, {0, 1, 0, 1, 1, 0, 1, 0, 0, 1, 1, 0}});
    row("a header may be chosen although it looks like numbers", "1990,1991\n1,2\n", {.header = "yes"},
        {{"1990", "1991"}, {1, 2}});
    row("a header may be denied although it looks like one", "a,x\nb,y\n", {.header = "no"},
        {{"column 1=a", "column 1=b", "column 2=x", "column 2=y"}, {1, 0, 1, 0, 0, 1, 0, 1}});

    row("a single target of texts is a class", "x,kind\n1,cat\n2,ant\n3,cat\n", {.targets = "kind"},
        {{"x"}, {1, 2, 3}, TargetKind::Class, {"kind"}, {"ant", "cat"}, {1, 0, 1}});
    row("a single target of numbers is a value", "x,y\n1,10\n2,20\n", {.targets = "y"},
        {{"x"}, {1, 2}, TargetKind::Values, {"y"}, {}, {10, 20}});
    row("whole numbers are classes where they are said to be, in their order", "x,y\n1,10\n2,9\n3,100\n",
        {.targets = "y", .target_kind = "class"},
        {{"x"}, {1, 2, 3}, TargetKind::Class, {"y"}, {"9", "10", "100"}, {1, 0, 2}});
    row("a class may mix numbers and letters", "x,y\n1,10\n2,B\n3,9\n", {.targets = "y", .target_kind = "class"},
        {{"x"}, {1, 2, 3}, TargetKind::Class, {"y"}, {"10", "9", "B"}, {0, 2, 1}});
    row("several targets are values, in the file's order", "x,y,z\n1,2,3\n4,5,6\n", {.targets = "z, y"},
        {{"x"}, {1, 4}, TargetKind::Values, {"y", "z"}, {}, {2, 3, 5, 6}});
    row("a target may be named by number", "x,y\n1,2\n", {.targets = "1"},
        {{"y"}, {2}, TargetKind::Values, {"x"}, {}, {1}});
    row("a column whose name is the number goes first", "2,x\n1,5\n", {.header = "yes", .targets = "2"},
        {{"x"}, {5}, TargetKind::Values, {"2"}, {}, {1}});
    row("a target's name may be quoted, as in CSV", "\"y, in m\",x\n1,2\n", {.targets = "\"y, in m\""},
        {{"x"}, {2}, TargetKind::Values, {"y, in m"}, {}, {1}});
    row("ignored columns may hold anything", "id,x,y\nNA,1,2\n,3,4\n", {.targets = "y", .ignored = "id"},
        {{"x"}, {1, 3}, TargetKind::Values, {"y"}, {}, {2, 4}});
}

void TestCsvSamples::readsTheSamples()
{
    QFETCH(QByteArray, text);
    QFETCH(CsvChoices, choices);
    QFETCH(Expected, expected);
    const auto data = datasetFromCsv(text.toStdString(), choices, "data.csv");
    QVERIFY2(data.has_value(), data ? "" : data.error().oneLine().c_str());
    QCOMPARE(data->feature_names, expected.feature_names);
    QCOMPARE(values(data->features), expected.features);
    QCOMPARE(data->target_kind, expected.target_kind);
    QCOMPARE(data->target_names, expected.target_names);
    QCOMPARE(data->class_names, expected.class_names);
    QCOMPARE(values(data->targets), expected.targets);
    QCOMPARE(data->feature_shape, Shape{static_cast<std::int64_t>(expected.feature_names.size())});
    QCOMPARE(data->sample_count * data->feature_shape[0], static_cast<std::int64_t>(expected.features.size()));
}

void TestCsvSamples::aClassIsAScalarAndValuesAreAVector()
{
    QCOMPARE(datasetFromCsv("x,y\n1,a\n", {.targets = "y"}, "data.csv")->target_shape, Shape());
    QCOMPARE(datasetFromCsv("x,y\n1,2\n", {.targets = "y"}, "data.csv")->target_shape, Shape{1});
    QCOMPARE(datasetFromCsv("x,y,z\n1,2,3\n", {.targets = "y,z"}, "data.csv")->target_shape, Shape{2});
}

void TestCsvSamples::aHundredCategoriesAreTheMost()
{
    std::string text = "word\n";
    for (int i = 0; i < 100; ++i)
        text.append("w").append(std::to_string(i)).append("\n");
    QCOMPARE(datasetFromCsv(text, {}, "data.csv")->feature_shape, Shape{100});
    const auto one_more = datasetFromCsv(text + "w100\n", {}, "data.csv");
    QVERIFY(!one_more.has_value());
    QCOMPARE(one_more.error().where, std::string("data.csv, line 102, column 1 (\"word\")"));
    QCOMPARE(one_more.error().what,
             std::string("there are more than 100 different texts up to here, too many for categories"));
}

/// Of the samples that are kept, by the column's texts; it may be of numbers, and is no feature.
void TestCsvSamples::aColumnTellsTheGroups()
{
    const CsvChoices choices{.targets = "kind", .ignored = "note", .group = "who", .missing_numbers = "leave_out"};
    const auto data =
        datasetFromCsv("x,who,note,kind\n1,bob,?,a\n2,7,?,b\n,bob,?,b\n4,7.0,?,a\n5,bob,?,b\n", choices, "table.csv");
    QVERIFY2(data.has_value(), data ? "" : data.error().oneLine().c_str());
    QCOMPARE(data->feature_names, (std::vector<std::string>{"x"}));
    QCOMPARE(data->groups, (std::vector<std::int32_t>{0, 1, 2, 0}));
    const auto none = datasetFromCsv("x,who\n1,2\n", {}, "table.csv");
    QVERIFY(none->groups.empty());
}

LIGATURE_APPLESS_TEST(TestCsvSamples)

} // namespace test_csv_samples

#include "test_csv_samples.moc"
