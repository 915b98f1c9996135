// SPDX-License-Identifier: GPL-3.0-or-later
#include <QPushButton>
#include <QTest>
#include <QToolButton>

#include "tests/support/test_program.h"
#include "ui/dialogs/message_bar.h"

namespace tst_message_bar {

using namespace ligature;

class MessageBarTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anErrorIsSaidInWholeSentences_data()
    {
        QTest::addColumn<QString>("where");
        QTest::addColumn<QString>("mend");
        QTest::addColumn<QString>("said");
        QTest::newRow("with a place and a mend") << "a.csv, line 3"
                                                 << "mend that line"
                                                 << "a.csv, line 3: it has 1 cell. Mend that line.";
        QTest::newRow("without a place") << ""
                                         << "mend that line"
                                         << "It has 1 cell. Mend that line.";
        QTest::newRow("without a mend") << "a.csv"
                                        << ""
                                        << "a.csv: it has 1 cell.";
    }
    void anErrorIsSaidInWholeSentences()
    {
        QFETCH(QString, where);
        QFETCH(QString, mend);
        QFETCH(QString, said);
        QCOMPARE(sentencesOf({where.toStdString(), "it has 1 cell", mend.toStdString(), ErrorKind::Input}), said);
    }

    void aSentenceEndsOnce()
    {
        QCOMPARE(sentencesOf({"net", "it needs 8 GB, and 4 GB are free.", "Make it smaller.", ErrorKind::Input}),
                 QStringLiteral("net: it needs 8 GB, and 4 GB are free. Make it smaller."));
    }

    void itIsHiddenUntilItHasSomethingToSayAndAfterItsCross()
    {
        MessageBar bar;
        QVERIFY(bar.isHidden());
        bar.showMessage(MessageKind::Warning, QStringLiteral("Mind"));
        QVERIFY(!bar.isHidden());
        QCOMPARE(bar.accessibleName(), QStringLiteral("Mind"));
        QTest::mouseClick(bar.findChild<QToolButton*>(), Qt::LeftButton);
        QVERIFY(bar.isHidden());
    }

    void theButtonBelongsToOneMessage()
    {
        MessageBar bar;
        int done = 0;
        bar.showMessage(MessageKind::Success, QStringLiteral("Done"));
        bar.offer(QStringLiteral("More"), [&] { ++done; });
        QTest::mouseClick(bar.findChild<QPushButton*>(), Qt::LeftButton);
        QCOMPARE(done, 1);
        QVERIFY(bar.isHidden());
        bar.showMessage(MessageKind::Error, QStringLiteral("Another"));
        QVERIFY(bar.findChild<QPushButton*>()->isHidden());
    }
};

LIGATURE_TEST(MessageBarTest)

} // namespace tst_message_bar

#include "tst_message_bar.moc"
