// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/data/csv/samples.h"
#include "tests/support/test_program.h"

namespace test_csv_errors {

using namespace ligature;

class TestCsvErrors : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void namesThePlaceAndTheFault_data();
    void namesThePlaceAndTheFault();
    void tooManyColumnsAreRefusedEarly();
};

void TestCsvErrors::namesThePlaceAndTheFault_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<CsvChoices>("choices");
    QTest::addColumn<QString>("where");
    QTest::addColumn<QString>("what");
    const auto row = [](const char* name, const QByteArray& text, const QString& where, const QString& what,
                        const CsvChoices& choices = {}) {
        QTest::newRow(name) << text << choices << "data.csv" + where << what;
    };

    row("a line that is too short", "a,b,c\n1,2,3\n4,5\n", ", line 3, column 3 (\"c\")",
        "the line has 2 cells, the first line 3");
    row("a line that is too long", "a,b\n1,2\n\n3,4,5\n", ", line 4, column 3",
        "the line has 3 cells, the first line 2");
    row("a ragged line after a cell of two lines", "a,b\n\"x\ny\",2\n3\n", ", line 4, column 2 (\"b\")",
        "the line has 1 cell, the first line 2");
    row("a text where a number should be", "a,b\n1,2\n3,oops\n5,6\n", ", line 3, column 2 (\"b\")",
        "\"oops\" is not a number");
    row("a text in half of a column", "a\n1\nx\n", ", line 3, column 1 (\"a\")", "\"x\" is not a number");
    row("the earliest line is named, whatever its column", "a,b\n1,x\ny,2\n3,3\n4,4\n", ", line 2, column 2 (\"b\")",
        "\"x\" is not a number");
    row("a text in the first line of numbers", "1,2\nx,3\n4,5\n", ", line 2, column 1", "\"x\" is not a number");
    row("a header in front of numbers that is not all names", "a,1990\n1,2\n3,4\n", ", line 1, column 1",
        "\"a\" is not a number");
    row("an empty cell", "a,b\n1,\n2,3\n", ", line 2, column 2 (\"b\")", "1 value is missing (the cell is empty)");
    row("an empty cell in quotes", "a,b\n1,\"\"\n2,3\n", ", line 2, column 2 (\"b\")",
        "1 value is missing (the cell is empty)");
    row("an empty cell among texts", "a,b\n1,x\n2,\n", ", line 3, column 2 (\"b\")",
        "1 value is missing (the cell is empty)");
    row("a blank line in a single column", "a\n1\n\n2\n", ", line 3, column 1 (\"a\")",
        "1 value is missing (the cell is empty)");
    row("NaN", "a\n1\nNaN\n", ", line 3, column 1 (\"a\")", "1 value is missing (\"NaN\")");
    row("NaN among texts", "a\nx\nnan\ny\n", ", line 3, column 1 (\"a\")", "1 value is missing (\"nan\")");
    row("NaN in the first line", "nan,2\n1,2\n", ", line 1, column 1", "1 value is missing (\"nan\")");
    row("an infinite number", "a\n1\n-inf\n", ", line 3, column 1 (\"a\")", "\"-inf\" is not a finite number");
    row("a marker of a missing value", "a\n1\nNA\n2\n", ", line 3, column 1 (\"a\")", "1 value is missing (\"NA\")");
    row("a number that no float can hold", "a\n1\n1e39\n", ", line 3, column 1 (\"a\")",
        "\"1e39\" is too large for a 32-bit number");
    row("a number that no double can hold", "a\n1\n1e999\n", ", line 3, column 1 (\"a\")",
        "\"1e999\" is too large for a 32-bit number");
    row("a decimal comma below a decimal point", "a;b\n1.5;2\n2,5;3\n", ", line 3, column 1 (\"a\")",
        "\"2,5\" has a comma");
    row("two columns of one name", "a,b,a\n1,2,3\n", ", line 1, column 3 (\"a\")", "column 1 has the same name");
    row("a name that a nameless column has got", "column 2,\n1,2\n", ", line 1, column 2",
        "column 1 has the same name");
    row("a quotation mark without a partner", "a,b\n1,2\n\"3,4\n5,6\n", ", line 3, column 1 (\"a\")",
        "the quotation mark that opens the cell has no partner");
    row("a quotation mark inside a cell", "a,b\n1,2\n3,4\"x\n", ", line 3, column 2 (\"b\")",
        "there is a quotation mark inside the cell");
    row("text after a quoted cell", "a,b\n\"1\"x,2\n", ", line 2, column 1 (\"a\")",
        "there is a quotation mark inside the cell");

    row("an empty file", "", "", "the file is empty");
    row("a file of blank lines", "\n \r\n\n", "", "the file is empty");
    row("a byte order mark alone", "\xef\xbb\xbf", "", "the file is empty");
    row("a header alone", "a,b\n", ", line 1", "there is a header, but no samples follow it");
    row("a NUL byte",
        QByteArray("a,b\n1,\0"
                   "2\n",
                   9),
        ", line 2, byte 3", "this is not text: it holds a byte of value 0");
    row("a picture", QByteArray("\x89PNG\r\n\x1a\n", 8), ", line 1, byte 1", "the text is not valid UTF-8");
    row("bytes that no encoding is certain of", "a,b\n1,2\n\xfc\xdf,4\n", ", line 3, byte 1",
        "the text is not valid UTF-8");
    row("Latin-1 that is said to be UTF-8", "a,b\n1,2\ngr\xfc\xdf,4\n", ", line 3, byte 3",
        "the text is not valid UTF-8", {.encoding = "utf-8"});
    row("UTF-8 that is cut", "a\n1\n\xc3", ", line 3, byte 1", "the text is not valid UTF-8");
    row("an overlong form", "a\n\xc0\xaf\n", ", line 2, byte 1", "the text is not valid UTF-8");
    row("a surrogate", "a\n\xed\xa0\x80\n", ", line 2, byte 1", "the text is not valid UTF-8");
    row("UTF-16 that is cut",
        QByteArray("\xff\xfe"
                   "a\0,",
                   5),
        "", "the UTF-16 text ends within a character");

    row("a target that is not there", "a,b\n1,2\n", "", "there is no column \"c\", which is to be a target",
        {.targets = "c"});
    row("a target's number that is too large", "a,b\n1,2\n", "", "there is no column \"3\", which is to be a target",
        {.targets = "3"});
    row("a target's number that is 0", "a,b\n1,2\n", "", "there is no column \"0\", which is to be a target",
        {.targets = "0"});
    row("a target that is listed twice", "a,b\n1,2\n", "", "the target column \"2\" is listed twice",
        {.targets = "b,2"});
    row("a list of targets that is no list", "a,b\n1,2\n", ", the list of target columns, line 1, column 1",
        "the quotation mark that opens the cell has no partner", {.targets = "\"a"});
    row("all columns are targets", "a,b\n1,2\n", "", "no column is left to be a feature", {.targets = "a,b"});
    row("a target that is ignored", "a,b\n1,2\n", "", "the column \"a\" is a target and ignored",
        {.targets = "a", .ignored = "1"});
    row("a group column that is not there", "a,b\n1,2\n", "", "there is no column \"c\", which is to be a group",
        {.group = "c"});
    row("two group columns", "a,b,c\n1,2,3\n", "", "the groups are to be those of one column, and 2 are listed",
        {.group = "b,c"});
    row("a target that tells the groups", "a,b\n1,2\n", "", "the column \"b\" is a target and tells the groups",
        {.targets = "b", .group = "b"});
    row("no feature beside the groups", "a\n1\n", "", "no column is left to be a feature", {.group = "a"});
    row("a sample without its group", "a,b\n1,x\n2,\n", ", line 3, column 2 (\"b\")", "the sample's group is missing",
        {.group = "b"});
    row("two classes", "a,b,c\n1,x,y\n", "", "a class is one target, and there are 2",
        {.targets = "b,c", .target_kind = "class"});
    row("a target that is a class for some lines only", "a,b\n1,2\n3,B\n", ", line 3, column 2 (\"b\")",
        "\"B\" is not a number", {.targets = "b"});
    row("values that are texts", "a,b\n1,x\n", ", line 2, column 2 (\"b\")", "\"x\" is not a number",
        {.targets = "b", .target_kind = "values"});
    row("one of several targets is a text", "a,b,c\n1,x,2\n", ", line 2, column 2 (\"b\")", "\"x\" is not a number",
        {.targets = "b,c"});
    row("a class that is missing", "a,b\n1,x\n2,\n", ", line 3, column 2 (\"b\")",
        "1 value is missing (the cell is empty)", {.targets = "b"});
    row("long texts are shortened, between characters", "a\n1\n" + QByteArray("é").repeated(50) + "\n",
        ", line 3, column 1 (\"a\")", "\"" + QString("é").repeated(20) + "…\" is not a number");
}

void TestCsvErrors::namesThePlaceAndTheFault()
{
    QFETCH(QByteArray, text);
    QFETCH(CsvChoices, choices);
    QFETCH(QString, where);
    QFETCH(QString, what);
    const auto data = datasetFromCsv(text.toStdString(), choices, "data.csv");
    QVERIFY(!data.has_value());
    QCOMPARE(QString::fromStdString(data.error().where), where);
    QCOMPARE(QString::fromStdString(data.error().what), what);
    QVERIFY(!data.error().mend.empty());
    QCOMPARE(data.error().kind, ErrorKind::Input);
}

void TestCsvErrors::tooManyColumnsAreRefusedEarly()
{
    const auto data = datasetFromCsv(std::string(1'000'000, ','), {}, "data.csv");
    QVERIFY(!data.has_value());
    QCOMPARE(data.error().where, std::string("data.csv, line 1, column 65537"));
    QCOMPARE(data.error().what, std::string("there are more than 65536 columns"));
}

LIGATURE_APPLESS_TEST(TestCsvErrors)

} // namespace test_csv_errors

#include "test_csv_errors.moc"
