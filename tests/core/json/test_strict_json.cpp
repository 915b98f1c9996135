// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/strict_json.h"

#include <QTest>

#include "core/json/print_json.h"
#include "tests/support/test_program.h"

namespace test_strict_json {

using namespace ligature;

class TestStrictJson : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void refuses_data();
    void refuses();
    void readsWhatIsWithinTheLimits();
    void aMessageIsShortHoweverLongTheFile();
    void printsWhatPeopleCompare();
    void writesNumbersThatReadBackAsTheSame();
    void namesAKeyAsAPointerDoes();
};

namespace {

QString message(const std::string& text)
{
    const auto parsed = parseStrictJson(text, "net.ligature");
    return parsed ? QString("(read)") : QString::fromStdString(parsed.error().where + ": " + parsed.error().what);
}

std::string nested(int levels)
{
    return std::string(static_cast<std::size_t>(levels), '[') + std::string(static_cast<std::size_t>(levels), ']');
}

} // namespace

void TestStrictJson::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("expected");
    QTest::newRow("an empty file") << QByteArray() << "net.ligature: is empty";
    QTest::newRow("nothing but spaces") << QByteArray(" \n ") << "net.ligature: is empty";
    QTest::newRow("a file that was cut off") << QByteArray("{\"a\": [1,\n 2")
                                             << "net.ligature, line 2, column 2: syntax error while parsing array - "
                                                "unexpected end of input; expected ']'";
    QTest::newRow("a comma too many") << QByteArray("{\"a\": 1,}")
                                      << "net.ligature, line 1, column 9: syntax error while parsing object key - "
                                         "unexpected '}'; expected string literal";
    QTest::newRow("something after the end")
        << QByteArray("{}\n[]")
        << "net.ligature, line 2, column 1: syntax error while parsing value - unexpected '['; expected end of input";
    QTest::newRow("NaN") << QByteArray("[NaN]")
                         << "net.ligature, line 1, column 2: syntax error while parsing value - invalid literal";
    QTest::newRow("text that is not UTF-8")
        << QByteArray("[\"\xff\"]")
        << "net.ligature, line 1, column 3: syntax error while parsing value - invalid string: ill-formed UTF-8 byte";
    QTest::newRow("a number that no double holds")
        << QByteArray("[1e999]") << "net.ligature, line 1, column 6: ends a number that is too large for a double";
    QTest::newRow("a key twice") << QByteArray("{\"a\": {\"b\": 1, \"b\": 1}}")
                                 << "net.ligature, /a/b: is a key that comes twice";
    QTest::newRow("a key twice, once escaped")
        << QByteArray("{\"b\": 1, \"\\u0062\": 1}") << "net.ligature, /b: is a key that comes twice";
    QTest::newRow("a key twice after lists")
        << QByteArray("[[], [1, {\"x/y\": [1], \"x/y\": 2}]]") << "net.ligature, /1/1/x~1y: is a key that comes twice";
    QTest::newRow("lists in lists beyond the limit")
        << QByteArray::fromStdString(nested(65)) << "net.ligature: is nested deeper than 64 levels";
    QTest::newRow("lists in lists without end")
        << QByteArray(5'000'000, '[') << "net.ligature: is nested deeper than 64 levels";
    QTest::newRow("objects in objects without end")
        << QByteArray("{\"a\":").repeated(1'000'000) << "net.ligature: is nested deeper than 64 levels";
}

void TestStrictJson::refuses()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, expected);
    QCOMPARE(message(text.toStdString()), expected);
}

void TestStrictJson::readsWhatIsWithinTheLimits()
{
    QCOMPARE(message(nested(64)), QString("(read)"));
    QCOMPARE(message("{\"a\": {\"c\": 1}, \"b\": {\"c\": 1}}"), QString("(read)"));
    QCOMPARE(message("[{\"c\": 1}, {\"c\": 1}]"), QString("(read)"));
}

void TestStrictJson::aMessageIsShortHoweverLongTheFile()
{
    QVERIFY(message("[\"" + std::string(1'000'000, 'a')).size() < 200);
    QVERIFY(message("[" + std::string(1'000'000, '1') + "]").size() < 200);
}

void TestStrictJson::printsWhatPeopleCompare()
{
    const nlohmann::ordered_json json = {
        {"zebra", 1},
        {"apple", {{"shape", {28, 28}}, {"name", "Ärger"}}},
        {"empty", nlohmann::ordered_json::array()},
        {"list", {{{"text", std::string(60, 'x')}, {"more", std::string(60, 'y')}}, 1.0}}};
    QCOMPARE(QString::fromStdString(printJson(json)), QString(R"({
  "zebra": 1,
  "apple": {"shape": [28, 28], "name": "Ärger"},
  "empty": [],
  "list": [
    {
      "text": "%1",
      "more": "%2"
    },
    1.0
  ]
}
)")
                                                          .arg(QString(60, 'x'), QString(60, 'y')));
}

void TestStrictJson::writesNumbersThatReadBackAsTheSame()
{
    for (const double number : {0.1, 1e-320, 1.7976931348623157e308, -0.0, 2.0 / 3.0, 3.0}) {
        const auto read = parseStrictJson(printJson({{"number", number}}), "numbers");
        QVERIFY(read);
        const double back = (*read)["number"].get<double>();
        QCOMPARE(std::memcmp(&back, &number, sizeof number), 0);
    }
}

void TestStrictJson::namesAKeyAsAPointerDoes()
{
    QCOMPARE(pointerToken("a/b~c"), std::string("a~1b~0c"));
}

LIGATURE_APPLESS_TEST(TestStrictJson)

} // namespace test_strict_json

#include "test_strict_json.moc"
