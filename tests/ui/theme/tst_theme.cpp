// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <set>

#include <QTest>

#include "tests/support/test_program.h"
#include "ui/theme/theme.h"

namespace tst_theme {

using namespace ligature;

namespace {

/// The relative luminance of WCAG 2.
double luminance(const QColor& colour)
{
    const auto linear = [](double part) {
        return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

double contrast(const QColor& a, const QColor& b)
{
    const auto [low, high] = std::minmax({luminance(a), luminance(b)});
    return (high + 0.05) / (low + 0.05);
}

} // namespace

class TestTheme : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyCategoryHasAColourThatIsSeen_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("dark") << true;
        QTest::newRow("light") << false;
    }
    void everyCategoryHasAColourThatIsSeen()
    {
        QFETCH(bool, dark);
        const Theme& theme = dark ? darkTheme() : lightTheme();
        std::set<QRgb> seen;
        for (const QColor& colour : theme.categories) {
            QVERIFY(colour.isValid());
            seen.insert(colour.rgb());
            // What graphics need to be told from what they lie on (WCAG 2.1, 1.4.11).
            QVERIFY2(contrast(colour, theme.node) >= 3, qPrintable(colour.name()));
            QVERIFY2(contrast(colour, theme.panel) >= 3, qPrintable(colour.name()));
        }
        QCOMPARE(seen.size(), theme.categories.size());
    }
};

LIGATURE_APPLESS_TEST(TestTheme)

} // namespace tst_theme

#include "tst_theme.moc"
