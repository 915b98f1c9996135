// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <iconv.h>

#include "core/text/encoding.h"
#include "tests/support/test_program.h"

namespace test_text_encoding {

using namespace ligature;

namespace {

/// What the C library makes of it; nothing where it has no character.
std::optional<std::string> iconvText(const std::string& bytes, const char* from, const char* to = "UTF-8")
{
    const iconv_t converter = iconv_open(to, from);
    std::string in = bytes;
    std::string out(8 * bytes.size() + 8, '\0');
    char* in_place = in.data();
    char* out_place = out.data();
    std::size_t in_left = in.size();
    std::size_t out_left = out.size();
    const bool done = iconv(converter, &in_place, &in_left, &out_place, &out_left) != static_cast<std::size_t>(-1);
    iconv_close(converter);
    out.resize(out.size() - out_left);
    return done ? std::optional(out) : std::nullopt;
}

} // namespace

class TestTextEncoding : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyByteIsTheCLibrarysCharacter_data();
    void everyByteIsTheCLibrarysCharacter();
    void detectsWhatIsCertain_data();
    void detectsWhatIsCertain();
    void refusesWhatIsNot_data();
    void refusesWhatIsNot();
};

void TestTextEncoding::everyByteIsTheCLibrarysCharacter_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::newRow("Cyrillic") << QByteArray("windows-1251");
    QTest::newRow("Western") << QByteArray("windows-1252");
}

void TestTextEncoding::everyByteIsTheCLibrarysCharacter()
{
    QFETCH(QByteArray, name);
    for (int byte = 0x80; byte < 0x100; ++byte) {
        const std::string bytes(1, static_cast<char>(byte));
        const auto expected = iconvText(bytes, name.constData());
        const auto decoded = decodeText(bytes, name.toStdString(), TextExtent::Whole, "a", "b");
        QVERIFY2(decoded.has_value() == expected.has_value(), std::to_string(byte).c_str());
        QVERIFY2(!expected || decoded->text() == *expected, std::to_string(byte).c_str());
    }
}

void TestTextEncoding::detectsWhatIsCertain_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("encoding");
    const auto row = [](const char* name, const char* text, const char* encoding) {
        QTest::newRow(name) << QByteArray(text) << QByteArray(encoding);
    };
    row("Russian", "цена;город\n1;Москва\n2;Тверь\n", "WINDOWS-1251");
    row("Russian with ё and №", "дом № 5, ещё\nЛёша пошёл\n", "WINDOWS-1251");
    row("German", "größe;stadt\n1;Köln\n2;Fürth\n", "WINDOWS-1252");
    row("French", "café, élève\nà côté\n", "WINDOWS-1252");
    row("signs that are the same in both", "5 °C ± 1\n", "WINDOWS-1252");
    row("UTF-16 with a mark", "größe;Москва 😀\n", "UTF-16");
    row("UTF-16 without a mark", "a;b;größe\n1;2;3\n", "UTF-16LE");
    row("UTF-16 from the big end without a mark", "a;b;größe\n1;2;3\n", "UTF-16BE");
    row("UTF-8", "größe;Москва 😀\n", "UTF-8");
}

void TestTextEncoding::detectsWhatIsCertain()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, encoding);
    const auto bytes = iconvText(text.toStdString(), "UTF-8", encoding.constData());
    QVERIFY(bytes.has_value());
    const auto decoded = decodeText(*bytes, "auto", TextExtent::Whole, "a.csv", "choose a CSV file");
    QVERIFY2(decoded.has_value(), decoded ? "" : decoded.error().oneLine().c_str());
    QCOMPARE(std::string(decoded->text()), text.toStdString());
}

void TestTextEncoding::refusesWhatIsNot_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("error");
    const auto row = [](const char* name, const QByteArray& bytes, const char* error) {
        QTest::newRow(name) << bytes << QString(error);
    };
    row("KOI8-R, whose small letters are the other half",
        QByteArray::fromStdString(*iconvText("цена город", "UTF-8", "KOI8-R")),
        "a.csv, line 1, byte 1: the text is not valid UTF-8; save it as UTF-8, or choose its encoding");
    row("a damaged UTF-8", "gr\xc3\xb6\xff",
        "a.csv, line 1, byte 5: the text is not valid UTF-8; save it as UTF-8, or "
        "choose its encoding");
    row("a lone surrogate",
        QByteArray("\xff\xfe\x00\xd8"
                   "a\0",
                   6),
        "a.csv, byte 3: the text is not valid UTF-16; save it as UTF-8");
    row("NUL in UTF-16",
        QByteArray("\xff\xfe"
                   "a\0\0\0b\0",
                   8),
        "a.csv, line 1, byte 2: this is not text: it holds a byte of value 0; choose a CSV file");
}

void TestTextEncoding::refusesWhatIsNot()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, error);
    const std::string text = bytes.toStdString();
    const auto decoded = decodeText(text, "auto", TextExtent::Whole, "a.csv", "choose a CSV file");
    QVERIFY(!decoded.has_value());
    QCOMPARE(QString::fromStdString(decoded.error().oneLine()), error);
}

LIGATURE_APPLESS_TEST(TestTextEncoding)

} // namespace test_text_encoding

#include "test_text_encoding.moc"
