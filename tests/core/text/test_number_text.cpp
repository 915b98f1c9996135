// SPDX-License-Identifier: GPL-3.0-or-later
#include <bit>
#include <charconv>
#include <clocale>
#include <limits>
#include <locale>
#include <random>

#include <QTest>

#include "core/text/number_text.h"
#include "tests/support/test_program.h"

namespace test_number_text {

using namespace ligature;
using numbers::Zeros;

namespace {

const numbers::Style german{",", "."};
const numbers::Style plain{".", ""};

struct Commas : std::numpunct<char> {
    char do_decimal_point() const override { return ','; }
    char do_thousands_sep() const override { return '.'; }
    std::string do_grouping() const override { return "\3"; }
};

} // namespace

class NumberTextTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aNumberBecomesText_data()
    {
        constexpr double infinity = std::numeric_limits<double>::infinity();
        QTest::addColumn<std::string>("text");
        QTest::addColumn<std::string>("expected");
        const auto row = [](const char* name, const std::string& text, const char* expected) {
            QTest::newRow(name) << text << std::string(expected);
        };
        row("exact", numbers::exact(0.1), "0.1");
        row("exact, a sum", numbers::exact(0.1 + 0.2), "0.30000000000000004");
        row("exact, a float", numbers::exact(0.1F), "0.1");
        row("exact, small", numbers::exact(1e-5), "1e-05");
        row("exact, infinite", numbers::exact(-infinity), "-inf");
        row("readable, large", numbers::readable(100000.0), "100000");
        row("readable, small", numbers::readable(1e-5), "1e-05");
        row("readable keeps what %g drops", numbers::readable(0.12345678), "0.12345678");
        row("readable, a sum", numbers::readable(0.1 + 0.2), "0.30000000000000004");
        row("readable, not a number", numbers::readable(std::numeric_limits<double>::quiet_NaN()), "nan");

        row("grouped", numbers::grouped(1'234'567), "1,234,567");
        row("grouped, three digits", numbers::grouped(999), "999");
        row("grouped, four digits", numbers::grouped(4096), "4,096");
        row("grouped, German", numbers::grouped(4096, german), "4.096");
        row("grouped, negative", numbers::grouped(-123'456, german), "-123.456");
        row("grouped, the least", numbers::grouped(std::numeric_limits<std::int64_t>::min()),
            "-9,223,372,036,854,775,808");
        row("grouped without groups", numbers::grouped(4096, plain), "4096");

        row("fixed", numbers::fixed(1234.5, 2), "1,234.50");
        row("fixed, German", numbers::fixed(1234.5, 2, german), "1.234,50");
        row("fixed, no decimals", numbers::fixed(1234.5, 0), "1,234");
        row("fixed, never a negative zero", numbers::fixed(-0.001, 2), "0.00");
        row("fixed, negative", numbers::fixed(-0.5, 2), "-0.50");
        row("fixed, the largest", numbers::fixed(1e300, 0, plain).substr(0, 4), "1000");

        row("four digits", numbers::significant(0.0123, 4), "0.01230");
        row("four digits, large", numbers::significant(1.23e7, 4), "1.230e+07");
        row("four digits, a whole number", numbers::significant(1234, 4, plain), "1234");
        row("four digits, nought", numbers::significant(0, 4), "0.000");
        row("four digits, rounded up", numbers::significant(9.99996, 4), "10.00");
        row("four digits, German", numbers::significant(0.0123, 4, german), "0,01230");
        row("up to four digits", numbers::significant(0.0123, 4, {}, Zeros::Drop), "0.0123");
        row("up to six digits, grouped", numbers::significant(20000, 6, german, Zeros::Drop), "20.000");
        row("infinite digits", numbers::significant(infinity, 4), "inf");

        row("scientific", numbers::scientific(1.234e-9, 1), "1.2e-09");
        row("scientific, German", numbers::scientific(1.234e-9, 1, german), "1,2e-09");
        row("rounded", numbers::rounded(123'456, 3), "123,000");
        row("rounded, small", numbers::rounded(0.012345, 3), "0.0123");
        row("rounded, nothing", numbers::rounded(0, 3), "0");
        row("compact, few", numbers::compact(9500), "9500");
        row("compact, thousands", numbers::compact(184'400), "184k");
        row("compact, millions", numbers::compact(1'234'567, german), "1,2M");
        row("percent", numbers::percent(0.9234, 1), "92.3 %");
        row("percent, German", numbers::percent(0.9234, 1, german), "92,3 %");

        row("no bytes", numbers::bytes(0), "0 B");
        row("few bytes", numbers::bytes(8576), "8,576 B");
        row("kilobytes", numbers::bytes(57'523), "57.5 kB");
        row("nearly a megabyte", numbers::bytes(999'949), "999.9 kB");
        row("a megabyte", numbers::bytes(999'950), "1.0 MB");
        row("terabytes, German", numbers::bytes(1'600'000'000'000, german), "1,6 TB");
        row("the most bytes", numbers::bytes(~std::uint64_t{0}), "18.4 EB");

        row("a moment", numbers::duration(0.416), "0.42 s");
        row("seconds", numbers::duration(12.34, german), "12,3 s");
        row("minutes", numbers::duration(187), "3:07");
        row("hours", numbers::duration(3765), "1:02:45");
        row("a moment that passes", numbers::countdown(0.042), "0.04 s");
        row("seconds that pass", numbers::countdown(4.24, german), "4,2 s");
        row("minutes that pass", numbers::countdown(71.2), "1:12");
        row("hours that pass", numbers::countdown(3723), "1:02:03");
    }
    void aNumberBecomesText()
    {
        QFETCH(std::string, text);
        QFETCH(std::string, expected);
        QCOMPARE(text, expected);
    }

    void exactTextReadsBackToTheSameBits()
    {
        std::mt19937_64 random(11);
        for (int i = 0; i < 20'000; ++i) {
            const auto value = std::bit_cast<double>(random());
            if (value != value)
                continue;
            for (const std::string& text : {numbers::exact(value), numbers::readable(value)}) {
                double read = 0;
                const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), read);
                QVERIFY(error == std::errc() && end == text.data() + text.size());
                QCOMPARE(std::bit_cast<std::uint64_t>(read), std::bit_cast<std::uint64_t>(value));
            }
        }
    }

    void theProgramsLocaleChangesNothing()
    {
        const std::locale before = std::locale::global(std::locale(std::locale::classic(), new Commas));
        std::setlocale(LC_ALL, "de_DE.UTF-8"); // Where the machine has it.
        const std::vector<std::string> texts = {numbers::fixed(4096.5, 2), numbers::significant(0.5, 4),
                                                numbers::readable(0.5), numbers::exact(0.5), numbers::grouped(4096)};
        std::locale::global(before);
        std::setlocale(LC_ALL, "C");
        QCOMPARE(texts, (std::vector<std::string>{"4,096.50", "0.5000", "0.5", "0.5", "4,096"}));
    }
};

LIGATURE_APPLESS_TEST(NumberTextTest)

} // namespace test_number_text

#include "test_number_text.moc"
