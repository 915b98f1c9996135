// SPDX-License-Identifier: GPL-3.0-or-later
#include <QLocale>
#include <QTest>

#include "tests/support/test_program.h"
#include "ui/plots/axis_ticks.h"

namespace tst_axis_ticks {

using namespace ligature;

class TestAxisTicks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void labelsTellNeighboursApart_data()
    {
        QTest::addColumn<double>("tick");
        QTest::addColumn<double>("step");
        QTest::addColumn<ValueFormat>("format");
        QTest::addColumn<QString>("text");
        QTest::newRow("steps have groups") << 20000.0 << 5000.0 << ValueFormat::Plain << "20,000";
        QTest::newRow("as many decimals as the step") << 0.3 << 0.05 << ValueFormat::Plain << "0.30";
        QTest::newRow("a sum's rounding does not show") << 0.1 + 0.2 << 0.1 << ValueFormat::Plain << "0.3";
        QTest::newRow("zero is zero") << 1e-17 << 0.1 << ValueFormat::Plain << "0.0";
        QTest::newRow("a share as percent") << 0.925 << 0.025 << ValueFormat::Percent << "92.5 %";
        QTest::newRow("quarters") << 0.75 << 0.25 << ValueFormat::Plain << "0.75";
        QTest::newRow("whole percents") << 0.9 << 0.1 << ValueFormat::Percent << "90 %";
    }
    void labelsTellNeighboursApart()
    {
        QFETCH(double, tick);
        QFETCH(double, step);
        QFETCH(ValueFormat, format);
        QFETCH(QString, text);
        QCOMPARE(tickText(tick, step, format), text);
    }

    void logarithmicTicksFitTheRange_data()
    {
        QTest::addColumn<double>("lower");
        QTest::addColumn<double>("upper");
        QTest::addColumn<std::vector<double>>("ticks");
        QTest::newRow("two decades") << 0.012 << 1.1 << std::vector<double>{0.02, 0.05, 0.1, 0.2, 0.5, 1};
        QTest::newRow("five decades") << 0.5e-4 << 2.0 << std::vector<double>{1e-4, 1e-3, 1e-2, 1e-1, 1};
        QTest::newRow("less than a decade") << 1.05 << 2.05 << std::vector<double>{1.2, 1.4, 1.6, 1.8, 2};
    }
    void logarithmicTicksFitTheRange()
    {
        QFETCH(double, lower);
        QFETCH(double, upper);
        QFETCH(std::vector<double>, ticks);
        const std::vector<double> actual = logarithmicTicks({lower, upper}, 6);
        QCOMPARE(actual.size(), ticks.size());
        for (std::size_t i = 0; i < ticks.size(); ++i)
            QVERIFY(qFuzzyCompare(actual[i], ticks[i]));
    }

    void labelsDoNotOverlapOnALowAxis_data()
    {
        QTest::addColumn<int>("pixels");
        for (const int pixels : {48, 60, 88, 120, 300})
            QTest::addRow("%d pixels", pixels) << pixels;
    }
    void labelsDoNotOverlapOnALowAxis()
    {
        QFETCH(int, pixels);
        constexpr int label_height = 14;
        for (const PlotRange range : {PlotRange{0.0018, 0.25}, PlotRange{0.03, 0.09}, PlotRange{1e-6, 10}}) {
            const auto ticks = static_cast<int>(logarithmicTicks(range, logarithmicTickCount(pixels)).size());
            QVERIFY2(ticks * label_height <= pixels, qPrintable(QString::number(ticks)));
        }
    }

    void manyDecadesHaveFewTicks() { QVERIFY(logarithmicTicks({1e-100, 1e100}, 6).size() <= 8); }

    void logarithmicLabelsAreShort_data()
    {
        QTest::addColumn<double>("tick");
        QTest::addColumn<QString>("text");
        QTest::newRow("small") << 0.05 << "0.05";
        QTest::newRow("large") << 2000.0 << "2,000";
        QTest::newRow("tiny") << 1e-6 << "10⁻⁶";
        QTest::newRow("tiny, not a power of ten") << 5e-12 << "5·10⁻¹²";
    }
    void logarithmicLabelsAreShort()
    {
        QFETCH(double, tick);
        QFETCH(QString, text);
        QCOMPARE(logarithmicTickText(tick), text);
    }

    void valuesHaveFourDigits_data()
    {
        QTest::addColumn<double>("value");
        QTest::addColumn<ValueFormat>("format");
        QTest::addColumn<QString>("text");
        QTest::newRow("below one") << 0.0123456 << ValueFormat::Plain << "0.01235";
        QTest::newRow("above one") << 2.30258 << ValueFormat::Plain << "2.303";
        QTest::newRow("hundreds") << 123.456 << ValueFormat::Plain << "123.5";
        QTest::newRow("tiny") << 1.2345e-7 << ValueFormat::Plain << "1.23·10⁻⁷";
        QTest::newRow("zero") << 0.0 << ValueFormat::Plain << "0";
        QTest::newRow("percent") << 0.98765 << ValueFormat::Percent << "98.8 %";
        QTest::newRow("not a number") << qQNaN() << ValueFormat::Percent << "NaN";
        QTest::newRow("infinite") << qInf() << ValueFormat::Plain << "∞";
    }
    void valuesHaveFourDigits()
    {
        QFETCH(double, value);
        QFETCH(ValueFormat, format);
        QFETCH(QString, text);
        QCOMPARE(valueText(value, format), text);
    }
};

LIGATURE_GUILESS_TEST(TestAxisTicks)

} // namespace tst_axis_ticks

#include "tst_axis_ticks.moc"
