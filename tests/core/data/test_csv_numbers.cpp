// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <algorithm>

#include "core/data/csv/number.h"
#include "core/data/csv/samples.h"
#include "tests/support/test_program.h"

namespace test_csv_numbers {

using namespace ligature;

namespace {

constexpr auto nbsp = "\xc2\xa0";
constexpr auto narrow = "\xe2\x80\xaf";
constexpr auto minus = "\xe2\x88\x92";

/// Two columns x and y of the cells, the first as it is given.
std::string column(const std::vector<std::string>& cells, char delimiter = ';')
{
    std::string text = std::string("x") + delimiter + "y\n";
    for (std::size_t i = 0; i < cells.size(); ++i)
        text += cells[i] + delimiter + std::to_string(i) + "\n";
    return text;
}

} // namespace

class TestCsvNumbers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsWhatIsPlain_data();
    void readsWhatIsPlain();
    void leavesWhatIsNoNumber_data();
    void leavesWhatIsNoNumber();
    void readsColumns_data();
    void readsColumns();
    void identifiersOfDigitsAndLettersStayTexts_data();
    void identifiersOfDigitsAndLettersStayTexts();
    void labelsOfOneNumberAreOneBesideTexts_data();
    void labelsOfOneNumberAreOneBesideTexts();
    void theQuestionNamesItsAnswers();
    void refusesByName_data();
    void refusesByName();
    void allSpellingsOfANumberShareAKey();
    void numbersOfManyDigitsKeepTheirKeys();
};

void TestCsvNumbers::readsWhatIsPlain_data()
{
    QTest::addColumn<std::string>("cell");
    QTest::addColumn<char>("decimal");
    QTest::addColumn<double>("value");
    QTest::addColumn<std::string>("mark");
    const auto row = [](const std::string& cell, char decimal, double value, const std::string& mark = {}) {
        QTest::addRow("%s with %c", cell.c_str(), decimal) << cell << decimal << value << mark;
    };
    row("1,234.5", '.', 1234.5);
    row("1,234,567", '.', 1234567);
    row("-1,234", '.', -1234);
    row("1 100", '.', 1100);
    row(std::string("1") + nbsp + "234" + nbsp + "567.25", '.', 1234567.25);
    row(std::string("1") + narrow + "100", '.', 1100);
    row("1'234.5", '.', 1234.5);
    row("1\xe2\x80\x99"
        "234",
        '.', 1234);
    row("1.234,56", ',', 1234.56);
    row("1.234.567", ',', 1234567);
    row("1 234,5", ',', 1234.5);
    row("0,125", ',', 0.125);
    row(",5", ',', 0.5);
    row("-3,5e-2", ',', -0.035);
    row(std::string(minus) + "0.5", '.', -0.5);
    row("\xe2\x80\x93"
        "2",
        '.', -2);
    row(std::string("1e") + minus + "2", '.', 0.01);
    row("0.15D+02", '.', 15);
    row("1.d-3", '.', 0.001);
    row("5%", '.', 0.05, "%");
    row("12.5 %", '.', 0.125, "%");
    row("12,5%", ',', 0.125, "%");
    row(std::string("7") + nbsp + "%", '.', 0.07, "%");
    row("3‰", '.', 0.003, "‰");
    row("$0.50", '.', 0.5, "$");
    row("-$1,000.50", '.', -1000.5, "$");
    row("$-2", '.', -2, "$");
    row("1.234,50 €", ',', 1234.5, "€");
    row("€ 3", '.', 3, "€");
    row("5 USD", '.', 5, "USD");
    row("100 руб.", '.', 100, "руб.");
    row("0x1F", '.', 31, "0x");
    row("-0xff", '.', -255, "0x");
    row(std::string(nbsp) + "4" + nbsp, '.', 4);
    row("\xef\xbb\xbf"
        "8",
        '.', 8);
}

void TestCsvNumbers::readsWhatIsPlain()
{
    QFETCH(std::string, cell);
    QFETCH(char, decimal);
    QFETCH(double, value);
    QFETCH(std::string, mark);
    const CsvNumber number = readNumber(cell, {.decimal = decimal});
    QCOMPARE(number.kind, NumberKind::Finite);
    QVERIFY2(number.value == value, std::to_string(number.value).c_str()); // rounded once, so to the last bit
    QCOMPARE(number.mark, mark);
}

void TestCsvNumbers::leavesWhatIsNoNumber_data()
{
    QTest::addColumn<std::string>("cell");
    QTest::addColumn<NumberKind>("kind");
    const auto row = [](const char* cell, NumberKind kind) { QTest::newRow(cell) << std::string(cell) << kind; };
    for (const char* const text : {"2023-01-05", "01.02.2023", "12:30", "1.2.3", "555 1234", "1st", "A1",       "3D",
                                   "1D2",        "16GB",       "0x",    "0xzz",  "$",        "%",   "5 % off",  "1_000",
                                   "--5",        "+-5",        "e5",    ".",     "1e",       "$5$", "5 USD EUR"})
        row(text, NumberKind::Text);
    for (const char* const unread : {"1,23,456", "1,5", "(5.00)", "5-", "0,125"})
        row(unread, NumberKind::Unread);
    row("1e39", NumberKind::TooLarge);
    row("1e99999999999999999999", NumberKind::TooLarge);
    row("-inf", NumberKind::Infinite);
    row("nan", NumberKind::NotANumber);
}

void TestCsvNumbers::leavesWhatIsNoNumber()
{
    QFETCH(std::string, cell);
    QFETCH(NumberKind, kind);
    QCOMPARE(readNumber(cell).kind, kind);
}

void TestCsvNumbers::readsColumns_data()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<CsvChoices>("choices");
    QTest::addColumn<std::vector<float>>("values");
    const auto row = [](const char* name, const std::string& text, std::vector<float> values,
                        const CsvChoices& choices = {}) {
        QTest::newRow(name) << text << choices << std::move(values);
    };
    row("a decimal comma", column({"1,5", "2"}), {1.5F, 2});
    row("a decimal comma between commas, in quotes", column({"\"1,5\"", "\"2,25\""}, ','), {1.5F, 2.25F});
    row("thousands with points", column({"1.234,5", "1.234", "7"}), {1234.5F, 1234, 7});
    row("thousands with points alone", column({"1.234.567", "1.234"}), {1234567, 1234});
    row("thousands with commas", column({"1,234.5", "1,234"}), {1234.5F, 1234});
    row("thousands with commas alone", column({"1,234,567", "1,234"}), {1234567, 1234});
    row("three decimals stay three decimals", column({"1.234", "2.345"}), {1.234F, 2.345F});
    row("another column decides an open one", "x;y\n1.234;0,5\n2.345;1,5\n", {1234, 2345}, {.targets = "y"});
    row("another column's decimal point decides it", "x;y\n1,234;0.5\n2,345;1.5\n", {1234, 2345}, {.targets = "y"});
    row("a column of texts decides nothing", "x;y\n1.234;a 0,5\n2.345;b 0,5\n", {1.234F, 2.345F}, {.targets = "y"});
    row("a comma by choice", column({"1,234", "2,345"}), {1.234F, 2.345F}, {.decimal = "comma"});
    row("a point by choice", column({"1,234", "2,345"}), {1234, 2345}, {.decimal = "point"});
    row("who groups with commas has a decimal point", column({"1,234", "2,345"}), {1234, 2345}, {.thousands = "comma"});
    row("who groups with points has a decimal comma", column({"1.234", "2.345"}), {1234, 2345}, {.thousands = "point"});
    row("nothing groups by choice", column({"1,234", "2,345"}), {1.234F, 2.345F}, {.thousands = "none"});
    row("decimal commas between spaces", "1,5 2,5\n2,5 3,5\n", {1.5F, 2.5F}, {.targets = "2"});
    row("each column has its own", "x;y\n1,5;1.5\n2,5;2.5\n", {1.5F, 2.5F}, {.targets = "y"});
    row("per cent", column({"0%", "1%", "12.5%"}), {0, 0.01F, 0.125F});
    row("euros", column({"1.000,50 €", "2,00 €"}), {1000.5F, 2});
    row("hexadecimal", column({"0x00", "0x1f"}), {0, 31});
    row("a byte order mark before every line",
        "\xef\xbb\xbfx,y\n\xef\xbb\xbf"
        "0,0\n\xef\xbb\xbf"
        "1,1\n",
        {0, 1});
    row("quoted numbers", column({"\"1\"", "\"2.5\""}), {1, 2.5F});
    const std::vector<std::string> open{"999", "1.234", "12.000"};
    row("points group by choice", column(open), {999, 1234, 12000}, {.thousands = "point"});
    row("a decimal comma by choice has points group", column(open), {999, 1234, 12000}, {.decimal = "comma"});
    row("points mark decimals by choice", column(open), {999, 1.234F, 12}, {.decimal = "point"});
    row("nothing groups beside whole numbers by choice", column(open), {999, 1.234F, 12}, {.thousands = "none"});
    row("three decimals beside whole numbers between commas", column(open, ','), {999, 1.234F, 12});
    row("other decimals in the column", column({"999", "1.234", "1.5"}), {999, 1.234F, 1.5F});
    row("a zero before the point", column({"999", "1.234", "0.125"}), {999, 1.234F, 0.125F});
    row("a number beside of four digits and decimals", column({"999", "1.234", "1000.125"}), {999, 1.234F, 1000.125F});
    row("zeros beside three decimals", column({"0", "1.234"}), {0, 1.234F});
    row("another column's point decides points", "x;y\n999;0.5\n1.234;1.5\n", {999, 1.234F});
    row("another column's comma decides points", "x;y\n999;0,5\n1.234;1,5\n", {999, 1234});
    row("Fortran's exponents without a point", column({"3D0", "4D0", "5d1"}), {3, 4, 50});
    row("the same with signs", column({"1D+02", "5d-1", "-3D0", "+2D0"}), {100, 0.5F, -3, 2});
    row("the same beside a point", column({"1.5D+02", "2.5d-1", "3D0"}), {150, 0.25F, 3});
    row("the same beside whole numbers", column({"3D0", "0", "12"}), {3, 0, 12});
    row("the same beside longer whole numbers, with a sign", column({"3D+00", "250"}), {3, 250});
    row("the same beside decimal commas", column({"1,5D2", "3D0"}), {150, 3});
    row("the same with a missing one left out", column({"3D0", "", "4D0"}), {3, 4}, {.missing_numbers = "leave_out"});
    row("the same without a header", "3D0;3D1\n4D0;4D1\n5D0;5D1\n", {3, 4, 5}, {.targets = "2"});
    row("the same between spaces", "3D0 3D1\n4D0 4D1\n5D0 5D1\n", {3, 4, 5}, {.targets = "2"});
}

void TestCsvNumbers::readsColumns()
{
    QFETCH(std::string, text);
    QFETCH(CsvChoices, choices);
    QFETCH(std::vector<float>, values);
    if (choices.targets.empty())
        choices.targets = "y";
    const auto data = datasetFromCsv(text, choices, "data.csv");
    QVERIFY2(data.has_value(), data ? "" : data.error().oneLine().c_str());
    QCOMPARE(data->feature_names.size(), std::size_t(1));
    QCOMPARE(std::vector<float>(data->features.span().begin(), data->features.span().end()), values);
}

void TestCsvNumbers::identifiersOfDigitsAndLettersStayTexts_data()
{
    QTest::addColumn<std::vector<std::string>>("cells");
    const auto row = [](const char* name, const std::vector<std::string>& cells) { QTest::newRow(name) << cells; };
    row("hexadecimal ones", {"1F", "A0", "3D0"});
    row("exponents of both letters", {"1E5", "3D0", "4D1"});
    row("a word beside", {"3D0", "4D0", "none such"});
    row("zeros before", {"00D1", "01D2", "02D3"});
    row("long ones", {"1D2345", "2D3456", "3D4567"});
    row("dimensions", {"1D", "2D", "3D"});
}

void TestCsvNumbers::identifiersOfDigitsAndLettersStayTexts()
{
    QFETCH(std::vector<std::string>, cells);
    const auto data = datasetFromCsv(column(cells), {.targets = "y"}, "data.csv");
    QVERIFY2(data.has_value(), data ? "" : data.error().oneLine().c_str());
    QCOMPARE(data->feature_names.size(), cells.size());
}

void TestCsvNumbers::labelsOfOneNumberAreOneBesideTexts_data()
{
    QTest::addColumn<std::vector<std::string>>("cells");
    QTest::addColumn<std::vector<std::string>>("classes");
    QTest::addColumn<std::vector<float>>("targets");
    const auto row = [](const char* name, const std::vector<std::string>& cells,
                        const std::vector<std::string>& classes,
                        const std::vector<float>& targets) { QTest::newRow(name) << cells << classes << targets; };
    row("a nought and a word", {"0", "0.0", "other", "1"}, {"0", "1", "other"}, {0, 0, 2, 1});
    row("signs and noughts", {"1.0", "other", "+1", "-0", "00", "1"}, {"-0", "1", "other"}, {1, 2, 1, 0, 0, 1});
    row("the name is the shortest", {"x", "1.00", "1.0"}, {"1.0", "x"}, {1, 0, 0});
    row("fractions stay apart", {"x", "0.5", "0.50"}, {"0.5", "0.50", "x"}, {2, 0, 1});
    row("most are words", {"x", "y", "z", "0", "0.0"}, {"0", "x", "y", "z"}, {1, 2, 3, 0, 0});
    row("a bin", {"0", "0.0", "2+"}, {"0", "2+"}, {0, 0, 1});
    row("versions stay apart", {"1.1", "1.10", "1.2.3"}, {"1.1", "1.10", "1.2.3"}, {0, 1, 2});
    row("hexadecimal ones stay apart", {"1e2", "100", "1f2"}, {"100", "1e2", "1f2"}, {1, 0, 2});
    row("what is unread stays apart", {"1,0", "2,0", "1.5", "x"}, {"1,0", "1.5", "2,0", "x"}, {0, 2, 1, 3});
    row("a currency stays apart", {"5", "$5", "x"}, {"$5", "5", "x"}, {1, 0, 2});
    row("numbers alone, by value", {"10", "9", "9.0", "010"}, {"9", "10"}, {1, 0, 0, 1});
}

void TestCsvNumbers::labelsOfOneNumberAreOneBesideTexts()
{
    QFETCH(std::vector<std::string>, cells);
    QFETCH(std::vector<std::string>, classes);
    QFETCH(std::vector<float>, targets);
    const auto data = datasetFromCsv(column(cells), {.targets = "x", .target_kind = "class"}, "data.csv");
    QVERIFY2(data.has_value(), data ? "" : data.error().oneLine().c_str());
    QCOMPARE(data->class_names, classes);
    QCOMPARE(std::vector<float>(data->targets.span().begin(), data->targets.span().end()), targets);
}

void TestCsvNumbers::theQuestionNamesItsAnswers()
{
    const auto data = datasetFromCsv(column({"999", "1.234"}), {.targets = "y"}, "data.csv");
    QVERIFY(!data.has_value());
    QCOMPARE(data.error().mend,
             std::string("choose the decimal mark (decimal=point), or what groups thousands (thousands=point)"));
}

void TestCsvNumbers::refusesByName_data()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("where");
    QTest::addColumn<std::string>("what");
    const auto row = [](const char* name, const std::string& text, const std::string& where, const std::string& what) {
        QTest::newRow(name) << text << "data.csv" + where << what;
    };
    row("either notation", column({"1,234", "2,345"}), ", line 2, column 1 (\"x\")",
        "\"1,234\" is one number with a decimal comma and another with a point");
    row("per cent in some lines", column({"5%", "6"}), ", line 3, column 1 (\"x\")",
        "the column looks like numbers with %, and \"6\" has none");
    row("per cent in later lines", column({"5", "6%"}), ", line 2, column 1 (\"x\")",
        "the column looks like numbers with %, and \"5\" has none");
    row("two currencies", column({"$5", "€6"}), ", line 3, column 1 (\"x\")",
        "the column looks like numbers with $, and \"€6\" has €");
    row("hexadecimal in some lines", column({"0x5", "10"}), ", line 3, column 1 (\"x\")",
        "the column looks like hexadecimal numbers, and \"10\" is none");
    row("an accountant's minus", column({"(5.00)", "6"}), ", line 2, column 1 (\"x\")",
        "\"(5.00)\" looks like a number with parentheses");
    for (const char delimiter : {';', '\t'}) {
        const std::string with = delimiter == ';' ? "semicolons" : "tabs";
        const auto open = [&](const char* name, const std::vector<std::string>& cells, const std::string& first) {
            row((name + (", between " + with)).c_str(), column(cells, delimiter),
                ", line " + std::to_string(std::ranges::find(cells, first) - cells.begin() + 2) + ", column 1 (\"x\")",
                "\"" + first + "\" is one number with a decimal point and another with points between thousands");
        };
        open("points beside whole numbers", {"999", "1.234", "12.000", "850"}, "1.234");
        open("one of them", {"12.000", "850"}, "12.000");
        open("with a sign", {"-3", "-1.234"}, "-1.234");
        open("with a currency", {"3 €", "1.234 €"}, "1.234 €");
        open("with noughts", {"0", "7", "123.456"}, "123.456");
    }
    row("points beside whole numbers, in a target", "x;y\n1;999\n2;1.234\n", ", line 3, column 2 (\"y\")",
        "\"1.234\" is one number with a decimal point and another with points between thousands");
    row("columns that disagree decide no points", "x;y;z;w\n999;1,5;1.5;1\n1.234;2,5;2.5;2\n",
        ", line 3, column 1 (\"x\")",
        "\"1.234\" is one number with a decimal point and another with points between thousands");
    row("a room's number is no exponent", column({"101", "102", "1D2"}), ", line 4, column 1 (\"x\")",
        "\"1D2\" is not a number");
    row("a stray text among exponents", column({"1D+02", "-3D0", "oops"}), ", line 4, column 1 (\"x\")",
        "\"oops\" is not a number");
    row("an odd group", column({"1,23,456", "6"}), ", line 2, column 1 (\"x\")", "\"1,23,456\" has a comma");
}

void TestCsvNumbers::refusesByName()
{
    QFETCH(std::string, text);
    QFETCH(std::string, where);
    QFETCH(std::string, what);
    const auto data = datasetFromCsv(text, {.targets = "y"}, "data.csv");
    QVERIFY(!data.has_value());
    QCOMPARE(data.error().where, where);
    QCOMPARE(data.error().what, what);
    QVERIFY(!data.error().mend.empty());
}

void TestCsvNumbers::allSpellingsOfANumberShareAKey()
{
    for (const char* const cell : {"1200", "1200.0", "01200", "+1.2e3", "1,200", "0.12e+4"})
        QCOMPARE(exactNumberKey(cell, {}), std::string("12e2"));
    QCOMPARE(exactNumberKey("-0.0", {}), std::string("0"));
    QCOMPARE(exactNumberKey("-0.5", {}), std::string("-5e-1"));
    QCOMPARE(exactNumberKey("red", {}), std::string());
}

void TestCsvNumbers::numbersOfManyDigitsKeepTheirKeys()
{
    QVERIFY(exactNumberKey("9007199254740993", {}) != exactNumberKey("9007199254740992", {}));
    QVERIFY(readWideNumber("1600000000000000001", {}) - readWideNumber("1600000000000000000", {}) == 1.0L);
}

LIGATURE_APPLESS_TEST(TestCsvNumbers)

} // namespace test_csv_numbers

#include "test_csv_numbers.moc"
