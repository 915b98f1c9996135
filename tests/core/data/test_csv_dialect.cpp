// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/data/csv/samples.h"
#include "tests/support/test_program.h"

namespace test_csv_dialect {

using namespace ligature;

/// All of these are the table a, b: 1, 2; 3, 4.
class TestCsvDialect : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsTheTable_data();
    void readsTheTable();
    void refusesByName_data();
    void refusesByName();
    void whatLooksLikeAPreambleAndIsNoneStays_data();
    void whatLooksLikeAPreambleAndIsNoneStays();
    void linesAreCountedFromTheFilesFirst();
    void whatIsLeftOutIsSaid();
    void whatIsReadUnlikeItIsWrittenIsSaid();
};

void TestCsvDialect::readsTheTable_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<CsvChoices>("choices");
    const auto row = [](const char* name, const QByteArray& text, const CsvChoices& choices = {}) {
        QTest::newRow(name) << text << choices;
    };
    row("bars", "a|b\n1|2\n3|4\n");
    row("colons", "a:b\n1:2\n3:4\n");
    row("colons by choice", "a:b\n1:2\n3:4\n", {.delimiter = "colon"});
    row("another one by choice", "a^b\n1^2\n3^4\n", {.delimiter = "other", .other_delimiter = "^"});
    row("several characters", "a::b\n1::2\n\"3\"::4\n", {.delimiter = "other", .other_delimiter = "::"});
    row("a character of two bytes", "a§b\n1§2\n3§4\n", {.delimiter = "other", .other_delimiter = "§"});
    row("a line sep=", "sep=;\na;b\n1;2\n3;4\n");
    row("a line sep= of an unusual one", "SEP=^\r\na^b\r\n1^2\r\n3^4\r\n");
    row("a line sep= in quotes", "\"sep=,\"\na,b\n1,2\n3,4\n");
    row("a line sep= after a mark", "\xef\xbb\xbfsep=\t\na\tb\n1\t2\n3\t4\n");
    row("a comment before", "# by the logger\na,b\n1,2\n3,4\n");
    row("comments with commas", "# x, y, z\n# v\n\na,b\n1,2\n3,4\n");
    row("comments within", "a,b\n1,2\n# pause\n3,4\n#\n");
    row("comments by choice", "% by\na,b\n1,2\n%3,5\n3,4\n", {.comments = "percent"});
    row("comments of two characters", "// by\na,b\n1,2\n3,4\n", {.comments = "slashes"});
    row("a header behind the comment's sign, as numpy writes it", "# a b\n1 2\n3 4\n");
    row("the same with commas after a comment", "# by numpy\n# a,b\n1,2\n3,4\n");
    row("a preamble", "Report of 2023\nStation 5\n\na,b\n1,2\n3,4\n");
    row("a preamble with another separator", "Report; 2023\n\na\tb\n1\t2\n3\t4\n");
    row("a preamble that holds the separator", "Report of 2024\nExported by, someone, today\n\na,b\n1,2\n3,4\n");
    row("the same of semicolons", "Отчёт; версия 2; x\nДата: 01.02.2024\n\na;b\n1;2\n3;4\n");
    row("the same of a chosen one", "By; someone; else\na;b\n1;2\n3;4\n", {.delimiter = "semicolon"});
    row("a preamble by choice", "x,y,z\n1,2,3\na,b\n1,2\n3,4\n", {.skip_lines = 2});
    row("a preamble by choice, with CRLF", "x,y,z\r\na,b\r\n1,2\r\n3,4\r\n", {.skip_lines = 1});
    row("UTF-16", QByteArray("\xff\xfe"
                             "a\0,\0b\0\n\0"
                             "1\0,\0"
                             "2\0\n\0"
                             "3\0,\0"
                             "4\0\n\0",
                             26));
    row("UTF-16 from the big end", QByteArray("\xfe\xff"
                                              "\0a\0,\0b\0\n"
                                              "\0"
                                              "1\0,\0"
                                              "2\0\n"
                                              "\0"
                                              "3\0,\0"
                                              "4\0\n",
                                              26));
    row("UTF-16 without a mark", QByteArray("a\0,\0b\0\n\0"
                                            "1\0,\0"
                                            "2\0\n\0"
                                            "3\0,\0"
                                            "4\0\n\0",
                                            24));
}

void TestCsvDialect::readsTheTable()
{
    QFETCH(QByteArray, text);
    QFETCH(CsvChoices, choices);
    const auto data = datasetFromCsv(text.toStdString(), choices, "data.csv");
    QVERIFY2(data.has_value(), data ? "" : data.error().oneLine().c_str());
    QCOMPARE(data->feature_names, (std::vector<std::string>{"a", "b"}));
    QCOMPARE(std::vector<float>(data->features.span().begin(), data->features.span().end()),
             (std::vector<float>{1, 2, 3, 4}));
}

void TestCsvDialect::refusesByName_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<CsvChoices>("choices");
    QTest::addColumn<QString>("error");
    QTest::newRow("the delimiter of a ragged line")
        << QByteArray("a;b\n1;2;3\n") << CsvChoices{}
        << QString("data.csv, line 2, column 3: the line has 3 cells, the first line 2; give every line equally many "
                   "cells; the delimiter was taken to be a semicolon, and another one, or lines to skip before the "
                   "table, can be chosen");
    QTest::newRow("a ragged header")
        << QByteArray("a;b\n1;2;3\n4;5;6\n7;8;9\n") << CsvChoices{}
        << QString("data.csv, line 2, column 3: the line has 3 cells, the first line 2; give every line equally many "
                   "cells; the delimiter was taken to be a semicolon, and another one, or lines to skip before the "
                   "table, can be chosen");
    QTest::newRow("numbers before a wider table")
        << QByteArray("a;5\nb;c;d\n4;5;6\n7;8;9\n") << CsvChoices{}
        << QString("data.csv, line 2, column 3: the line has 3 cells, the first line 2; give every line equally many "
                   "cells; the delimiter was taken to be a semicolon, and another one, or lines to skip before the "
                   "table, can be chosen");
    QTest::newRow("one column where several are meant")
        << QByteArray("a^b\n1^2\n3^4\n") << CsvChoices{.targets = "b"}
        << QString("data.csv: there is no column \"b\", which is to be a target; the only column is \"a^b\"; if it is "
                   "several, choose what separates them");
    QTest::newRow("another delimiter that is not given")
        << QByteArray("a,b\n") << CsvChoices{.delimiter = "other"}
        << QString("data.csv: no other delimiter is given; write it under \"other_delimiter\"");
    QTest::newRow("a quotation mark as delimiter")
        << QByteArray("a,b\n") << CsvChoices{.delimiter = "other", .other_delimiter = "\""}
        << QString("data.csv: \"\"\" cannot separate cells; choose a character that is no quotation mark and no line's "
                   "end");
    QTest::newRow("all lines are skipped")
        << QByteArray("a,b\n1,2\n") << CsvChoices{.skip_lines = 5}
        << QString("data.csv: the file is empty; choose a file with one sample a line");
}

void TestCsvDialect::refusesByName()
{
    QFETCH(QByteArray, text);
    QFETCH(CsvChoices, choices);
    QFETCH(QString, error);
    const auto data = datasetFromCsv(text.toStdString(), choices, "data.csv");
    QVERIFY(!data.has_value());
    QCOMPARE(QString::fromStdString(data.error().oneLine()), error);
}

void TestCsvDialect::whatLooksLikeAPreambleAndIsNoneStays_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<std::vector<std::string>>("names");
    QTest::newRow("times of day are no two columns")
        << QByteArray("12:30\n12:45\n12:30\n") << std::vector<std::string>{"column 1=12:30", "column 1=12:45"};
    QTest::newRow("a tag is no comment") << QByteArray("#happy\n#sad\n#happy\n")
                                         << std::vector<std::string>{"column 1=#happy", "column 1=#sad"};
    QTest::newRow("a name may begin with the sign")
        << QByteArray("#id,b\n1,2\n") << std::vector<std::string>{"#id", "b"};
    QTest::newRow("a cell may begin with the sign")
        << QByteArray("a,b\n#1,2\n#2,3\n") << std::vector<std::string>{"a=#1", "a=#2", "b"};
}

void TestCsvDialect::whatLooksLikeAPreambleAndIsNoneStays()
{
    QFETCH(QByteArray, text);
    QFETCH(std::vector<std::string>, names);
    const auto data = datasetFromCsv(text.toStdString(), {}, "data.csv");
    QVERIFY2(data.has_value(), data ? "" : data.error().oneLine().c_str());
    QCOMPARE(data->feature_names, names);
}

void TestCsvDialect::linesAreCountedFromTheFilesFirst()
{
    const auto data = datasetFromCsv("sep=,\n# c\na,b\n1,2\n# c\n3,x\n5,6\n", {}, "data.csv");
    QVERIFY(!data.has_value());
    QCOMPARE(data.error().where, std::string("data.csv, line 6, column 2 (\"b\")"));
}

void TestCsvDialect::whatIsLeftOutIsSaid()
{
    const auto data = datasetFromCsv("Report\na;b\n1,5;2\n# c\n3,5;4\n", {}, "data.csv");
    QVERIFY2(data.has_value(), data ? "" : data.error().oneLine().c_str());
    QCOMPARE(data->remarks, (std::vector<std::string>{"1 line before the table left out", "1 comment line left out",
                                                      "numbers are read with a decimal comma in \"a\""}));
}

void TestCsvDialect::whatIsReadUnlikeItIsWrittenIsSaid()
{
    const auto data = datasetFromCsv("a,b,c\n\"1,234\",0.5,5%\n\"2,345\",1.5,6%\n", {}, "data.csv");
    QVERIFY2(data.has_value(), data ? "" : data.error().oneLine().c_str());
    QCOMPARE(data->remarks, (std::vector<std::string>{"commas are read as between thousands in \"a\"",
                                                      "per cent is read as hundredths in \"c\""}));
}

LIGATURE_APPLESS_TEST(TestCsvDialect)

} // namespace test_csv_dialect

#include "test_csv_dialect.moc"
