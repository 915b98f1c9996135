// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/data/csv/samples.h"
#include "tests/support/test_program.h"

namespace test_csv_missing {

using namespace ligature;

namespace {

struct Expected {
    std::vector<std::string> feature_names;
    std::vector<float> features;
    std::vector<std::string> class_names;
    std::vector<float> targets;
};

std::vector<float> floats(const AlignedArray<float>& array)
{
    return {array.span().begin(), array.span().end()};
}

} // namespace

class TestCsvMissing : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyMarkerIsRefusedEverywhere_data();
    void everyMarkerIsRefusedEverywhere();
    void theCountIsSaid();
    void isTreatedAsChosen_data();
    void isTreatedAsChosen();
    void whatIsLeftOutOrFilledIsSaid();
    void aTableWithoutAFullLineIsRefused();
    void otherMarkersMayBeChosen();
    void labelsThatAreOneNumberAreOneClass_data();
    void labelsThatAreOneNumberAreOneClass();
};

void TestCsvMissing::everyMarkerIsRefusedEverywhere_data()
{
    QTest::addColumn<std::string>("marker");
    for (const char* const marker : {"", "?", "-", "NA", "N/A", "n/a", "nan", "NaN", "null", "NULL", "#N/A", "\" NA \"",
                                     "\xe2\x80\x94", "\xc2\xa0"})
        QTest::newRow(marker) << std::string(marker);
}

void TestCsvMissing::everyMarkerIsRefusedEverywhere()
{
    QFETCH(std::string, marker);
    const auto where = [&](const std::string& text) {
        const auto data = datasetFromCsv(text, {.targets = "y"}, "data.csv");
        return data ? std::string("read") : data.error().where + ": " + data.error().what.substr(0, 18);
    };
    QCOMPARE(where("x,y\n1,1\n" + marker + ",2\n3,3\n"),
             std::string("data.csv, line 3, column 1 (\"x\"): 1 value is missing"));
    QCOMPARE(where("x,y\nred,1\n" + marker + ",2\nblue,3\n"),
             std::string("data.csv, line 3, column 1 (\"x\"): 1 value is missing"));
    QCOMPARE(where("x,y\n1,a\n2," + marker + "\n3,b\n"),
             std::string("data.csv, line 3, column 2 (\"y\"): 1 value is missing"));
    QCOMPARE(where("x,y\n1,1\n2," + marker + "\n3,2\n"),
             std::string("data.csv, line 3, column 2 (\"y\"): 1 value is missing"));
}

void TestCsvMissing::theCountIsSaid()
{
    const auto data = datasetFromCsv("x,c,y\n1,?,0\n2,red,1\nNA,,2\n4,blue,3\n", {.targets = "y"}, "data.csv");
    QVERIFY(!data.has_value());
    QCOMPARE(data.error().oneLine(),
             std::string("data.csv, line 2, column 2 (\"c\"): 3 values are missing, in 2 of 4 lines, the first here "
                         "(\"?\"); fill them in, or choose what is done with missing numbers (missing_numbers: "
                         "leave_out, mean or median) and missing texts (missing_texts: leave_out or category)"));
}

void TestCsvMissing::isTreatedAsChosen_data()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<CsvChoices>("choices");
    QTest::addColumn<Expected>("expected");
    const auto row = [](const char* name, const std::string& text, const CsvChoices& choices, Expected expected) {
        QTest::newRow(name) << text << choices << std::move(expected);
    };
    row("numbers left out", "x,y\n1,1\n?,2\n3,3\n", {.targets = "y", .missing_numbers = "leave_out"},
        {{"x"}, {1, 3}, {}, {1, 3}});
    row("the mean", "x,y\n1,1\nNA,2\n4,3\n4,4\n", {.targets = "y", .missing_numbers = "mean"},
        {{"x"}, {1, 3, 4, 4}, {}, {1, 2, 3, 4}});
    row("the median of an odd number", "x,y\n1,1\nNA,2\n4,3\n9,4\n", {.targets = "y", .missing_numbers = "median"},
        {{"x"}, {1, 4, 4, 9}, {}, {1, 2, 3, 4}});
    row("the median of an even number", "x,y\n1,1\nNA,2\n4,3\n", {.targets = "y", .missing_numbers = "median"},
        {{"x"}, {1, 2.5F, 4}, {}, {1, 2, 3}});
    row("a line without its target is left out", "x,y\n1,1\n?,2\n3,?\n5,4\n",
        {.targets = "y", .missing_numbers = "mean"}, {{"x"}, {1, 3, 5}, {}, {1, 2, 4}});
    row("a category of its own, the last", "c,y\nred,1\n?,2\n,3\nblue,4\n",
        {.targets = "y", .missing_texts = "category"},
        {{"c=blue", "c=red", "c=(missing)"}, {0, 1, 0, 0, 0, 1, 0, 0, 1, 1, 0, 0}, {}, {1, 2, 3, 4}});
    row("a class of its own", "x,y\n1,b\n2,NA\n3,a\n", {.targets = "y", .missing_texts = "category"},
        {{"x"}, {1, 2, 3}, {"a", "b", "(missing)"}, {1, 2, 0}});
    row("classes left out", "x,y\n1,b\n2,NA\n3,a\n", {.targets = "y", .missing_texts = "leave_out"},
        {{"x"}, {1, 3}, {"a", "b"}, {1, 0}});
    row("a class that is only in lines that are left out is none", "x,y\n1,b\n?,c\n3,a\n",
        {.targets = "y", .missing_numbers = "leave_out"}, {{"x"}, {1, 3}, {"a", "b"}, {1, 0}});
    row("a blank line of one column", "x\n1\n\n3\n", {.missing_numbers = "leave_out"}, {{"x"}, {1, 3}, {}, {}});
    row("numbers of which more are missing than not", "x,y\n1,1\n?,2\n?,3\n?,4\n",
        {.targets = "y", .missing_numbers = "mean"}, {{"x"}, {1, 1, 1, 1}, {}, {1, 2, 3, 4}});
    row("what is ignored may lack anything", "x,z,y\n1,?,1\n2,,2\n", {.targets = "y", .ignored = "z"},
        {{"x"}, {1, 2}, {}, {1, 2}});
}

void TestCsvMissing::isTreatedAsChosen()
{
    QFETCH(std::string, text);
    QFETCH(CsvChoices, choices);
    QFETCH(Expected, expected);
    const auto data = datasetFromCsv(text, choices, "data.csv");
    QVERIFY2(data.has_value(), data ? "" : data.error().oneLine().c_str());
    QCOMPARE(data->feature_names, expected.feature_names);
    QCOMPARE(floats(data->features), expected.features);
    QCOMPARE(data->class_names, expected.class_names);
    QCOMPARE(floats(data->targets), expected.targets);
}

void TestCsvMissing::whatIsLeftOutOrFilledIsSaid()
{
    const auto data =
        datasetFromCsv("x,y\n1,1\n?,2\n3,?\n5,4\n", {.targets = "y", .missing_numbers = "mean"}, "data.csv");
    QCOMPARE(data->remarks, (std::vector<std::string>{"1 line of 4 left out, as a value is missing",
                                                      "1 missing value of \"x\" filled with its mean"}));
}

void TestCsvMissing::aTableWithoutAFullLineIsRefused()
{
    const auto none = datasetFromCsv("x,y\n1,?\n?,2\n", {.targets = "y", .missing_numbers = "leave_out"}, "data.csv");
    QVERIFY(!none.has_value());
    QCOMPARE(none.error().what, std::string("no line is left: each one lacks a value"));
    const auto empty = datasetFromCsv("x,z,y\n1,?,?\n?,2,2\n", {.targets = "y", .missing_numbers = "mean"}, "data.csv");
    QVERIFY(!empty.has_value());
    QCOMPARE(empty.error().what, std::string("the column \"x\" has no value in the lines that are left"));
}

void TestCsvMissing::otherMarkersMayBeChosen()
{
    const CsvChoices choices{.targets = "y", .missing_numbers = "leave_out", .missing_markers = "-999, none"};
    const auto data = datasetFromCsv("x,y\n1,1\n-999,2\nNone,3\n4,4\n", choices, "data.csv");
    QVERIFY2(data.has_value(), data ? "" : data.error().oneLine().c_str());
    QCOMPARE(floats(data->features), (std::vector<float>{1, 4}));
    const auto sodium = datasetFromCsv("e,y\nNa,1\nK,2\n", {.targets = "y", .missing_markers = "?"}, "data.csv");
    QVERIFY(sodium.has_value());
    QCOMPARE(sodium->feature_names, (std::vector<std::string>{"e=K", "e=Na"}));
}

void TestCsvMissing::labelsThatAreOneNumberAreOneClass_data()
{
    QTest::addColumn<std::string>("labels");
    QTest::addColumn<std::vector<std::string>>("classes");
    QTest::addColumn<std::vector<float>>("targets");
    QTest::newRow("0 and 0.0") << std::string("0 0.0 1 1.0") << std::vector<std::string>{"0", "1"}
                               << std::vector<float>{0, 0, 1, 1};
    QTest::newRow("exponents and zeros") << std::string("1e1 10 010 2") << std::vector<std::string>{"2", "10"}
                                         << std::vector<float>{1, 1, 1, 0};
    QTest::newRow("ids that a double does not tell apart")
        << std::string("9007199254740992 9007199254740993 9007199254740992")
        << std::vector<std::string>{"9007199254740992", "9007199254740993"} << std::vector<float>{0, 1, 0};
    QTest::newRow("versions beside letters are texts")
        << std::string("1.1 1.10 b") << std::vector<std::string>{"1.1", "1.10", "b"} << std::vector<float>{0, 1, 2};
    QTest::newRow("not numbers beside a missing one")
        << std::string("0 0.0 ? 1") << std::vector<std::string>{"0", "1"} << std::vector<float>{0, 0, 1};
}

void TestCsvMissing::labelsThatAreOneNumberAreOneClass()
{
    QFETCH(std::string, labels);
    QFETCH(std::vector<std::string>, classes);
    QFETCH(std::vector<float>, targets);
    std::string text = "x,y\n1,";
    for (const char c : labels)
        text += c == ' ' ? std::string("\n1,") : std::string(1, c);
    const auto data =
        datasetFromCsv(text + "\n", {.targets = "y", .target_kind = "class", .missing_texts = "leave_out"}, "data.csv");
    QVERIFY2(data.has_value(), data ? "" : data.error().oneLine().c_str());
    QCOMPARE(data->class_names, classes);
    QCOMPARE(floats(data->targets), targets);
}

LIGATURE_APPLESS_TEST(TestCsvMissing)

} // namespace test_csv_missing

#include "test_csv_missing.moc"
