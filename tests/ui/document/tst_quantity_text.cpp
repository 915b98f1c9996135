// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/support/test_program.h"
#include "ui/document/quantity_text.h"

namespace tst_quantity_text {

using namespace ligature;

class TestQuantityText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bytesAreExactWhileTheyAreFew_data()
    {
        QTest::addColumn<qint64>("bytes");
        QTest::addColumn<QString>("text");
        QTest::newRow("none") << qint64{0} << "0 B";
        QTest::newRow("2,144 values") << qint64{4 * 2144} << "8,576 B";
        QTest::newRow("201,744 values") << qint64{4 * 201'744} << "807.0 kB";
        QTest::newRow("millions") << qint64{1'640'000} << "1.6 MB";
    }
    void bytesAreExactWhileTheyAreFew()
    {
        QFETCH(qint64, bytes);
        QFETCH(QString, text);
        QCOMPARE(bytesText(bytes), text);
    }

    void aShortTimeIsNotNothing_data()
    {
        QTest::addColumn<double>("seconds");
        QTest::addColumn<QString>("text");
        QTest::newRow("short") << 0.042 << "0.04 s";
        QTest::newRow("seconds") << 4.24 << "4.2 s";
        QTest::newRow("minutes") << 71.2 << "1:12";
    }
    void aShortTimeIsNotNothing()
    {
        QFETCH(double, seconds);
        QFETCH(QString, text);
        QCOMPARE(durationText(seconds), text);
    }
};

LIGATURE_GUILESS_TEST(TestQuantityText)

} // namespace tst_quantity_text

#include "tst_quantity_text.moc"
