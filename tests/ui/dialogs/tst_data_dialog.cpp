// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>

#include <QComboBox>
#include <QFile>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include "core/project/examples.h"
#include "tests/support/test_program.h"
#include "ui/dialogs/attribute_field.h"
#include "ui/dialogs/data_dialog.h"
#include "ui/dialogs/message_bar.h"
#include "ui/dialogs/preview_pictures.h"
#include "ui/dialogs/preview_table.h"
#include "ui/document/document.h"

namespace tst_data_dialog {

using namespace ligature;

class DataDialogTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(m_folder->isValid());
        m_document = std::make_unique<Document>();
        m_document->replace(loadExample("shared-scale").value()); // on iris, for which it is made
    }

    void cleanup()
    {
        m_dialog.reset();
        m_document.reset();
    }

    void itShowsTheProjectsDataFirst()
    {
        open();
        QCOMPARE(box("format")->currentText(), QString("Fisher's iris"));
        QCOMPARE(table()->columnCount(), 5); // four lengths and the species
        QCOMPARE(table()->rowCount(), 20);
        QCOMPARE(table()->item(0, 4)->text(), QString("setosa"));
        QVERIFY2(note().contains("150 samples") && note().endsWith("It fits the network."), qPrintable(note()));
        QVERIFY(message()->isHidden());
    }

    void useIsOneUndoStep()
    {
        const DataSource before = m_document->project().data;
        open();
        choose("digits");
        QCOMPARE(m_document->project().data, before);
        QVERIFY(use()->isEnabled());
        use()->click();
        QCOMPARE(m_dialog->result(), int(QDialog::Accepted));
        QCOMPARE(m_document->project().data.format, std::string("digits"));
        QCOMPARE(m_document->undoStack()->count(), 1);
        QCOMPARE(m_document->undoStack()->undoText(), QString("Choose data"));
        m_document->undoStack()->undo();
        QCOMPARE(m_document->project().data, before);
    }

    void escapeChangesNothing()
    {
        const DataSource before = m_document->project().data;
        open();
        choose("digits");
        QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
        QVERIFY(!m_dialog->isVisible());
        QCOMPARE(m_document->project().data, before);
        QCOMPARE(m_document->undoStack()->count(), 0);
    }

    void whatDoesNotFitTheNetworkIsSaid()
    {
        open();
        choose("digits"); // 64 features where iris has 4
        QCOMPARE(message()->kind(), MessageKind::Warning);
        QVERIFY2(message()->text().contains("64"), qPrintable(message()->text()));
        QVERIFY(use()->isEnabled()); // The network may be made to fit.
    }

    void aFileTellsItsFormat()
    {
        open();
        take(write("a.csv", "height,kind\n1.5,low\n2.5,high\n"));
        QCOMPARE(box("format")->currentText(), QString("CSV file"));
        QCOMPARE(table()->columnCount(), 2);
        QCOMPARE(table()->rowCount(), 2);
        QCOMPARE(table()->item(1, 0)->text(), QString("2.5"));
    }

    void aColumnsHeaderGivesItARole()
    {
        open();
        take(write("a.csv", "id,height,kind\n1,1.5,low\n2,2.5,high\n"));
        QVERIFY(!table()->horizontalHeaderItem(2)->toolTip().isEmpty());
        clickHeader(2);
        chooseRole("Target");
        QCOMPARE(m_dialog->source().options.get<std::string>("targets"), std::string("kind"));
        QCOMPARE(table()->horizontalHeaderItem(2)->text(), QString("kind (target, 2 classes)"));
        QCOMPARE(m_dialog->findChild<AttributeField*>("targets")->findChild<QLineEdit*>()->text(), QString("kind"));
        clickHeader(0);
        chooseRole("Ignored");
        QCOMPARE(m_dialog->source().options.get<std::string>("ignored"), std::string("id"));
        clickHeader(0);
        chooseRole("Feature");
        QCOMPARE(m_dialog->source().options.get<std::string>("ignored"), std::string());
        QCOMPARE(m_document->undoStack()->count(), 0);
        use()->click();
        QCOMPARE(m_document->undoStack()->count(), 1);
        QCOMPARE(m_document->project().data.options.get<std::string>("targets"), std::string("kind"));
    }

    void keysGiveTheCurrentColumnARole()
    {
        open();
        take(write("a.csv", "id,\"height, in m\",kind\n1,1.5,low\n2,2.5,high\n"));
        table()->setCurrentCell(1, 1);
        QTest::keyClick(table(), Qt::Key_T);
        QTRY_VERIFY(!m_dialog->isReading());
        QCOMPARE(m_dialog->source().options.get<std::string>("targets"), std::string("\"height, in m\""));
        QCOMPARE(table()->currentColumn(), 1); // The next key is for the same one.
        QTest::keyClick(table(), Qt::Key_I);
        QTRY_VERIFY(!m_dialog->isReading());
        QCOMPARE(m_dialog->source().options.get<std::string>("targets"), std::string());
        QCOMPARE(m_dialog->source().options.get<std::string>("ignored"), std::string("\"height, in m\""));
    }

    void picturesAreShownWithTheBalanceOfTheirClasses()
    {
        open();
        choose("digits");
        auto* const pictures = m_dialog->findChild<PreviewPictures*>();
        QVERIFY(pictures->isVisible());
        QVERIFY(!table()->isVisible());
        QCOMPARE(pictures->count(), 20);
        QCOMPARE(pictures->item(0)->text(), QString("0"));
        QVERIFY(!pictures->item(0)->icon().isNull());
        auto* const balance = m_dialog->findChild<ClassBalance*>();
        QVERIFY(balance->isVisible());
        QVERIFY2(balance->accessibleDescription().startsWith("0: 178, 1: 182"),
                 qPrintable(balance->accessibleDescription()));
        choose("iris");
        QVERIFY(table()->isVisible());
        QVERIFY2(balance->accessibleDescription().startsWith("setosa: 50"),
                 qPrintable(balance->accessibleDescription()));
    }

    void whatDoesNotFitIsMendedInTheSameStep()
    {
        open();
        choose("digits");
        auto* const mend = message()->findChild<QPushButton*>();
        QVERIFY(mend->isVisible());
        QCOMPARE(mend->text(), QString("Make it 64"));
        mend->click();
        QTRY_VERIFY(!m_dialog->isReading());
        const Network before = m_document->network();
        use()->click();
        QCOMPARE(m_document->undoStack()->count(), 1);
        QVERIFY(m_document->network() != before);
        m_document->undoStack()->undo();
        QVERIFY(m_document->network() == before);
        QCOMPARE(m_document->project().data.format, std::string("iris"));
    }

    void aColumnOfNamesIsLeftOutByItsButton()
    {
        open();
        take(write("names.csv", "name,a,b,c,d,kind\nAda,1,2,3,4,low\nBo,2,3,4,5,high\nCy,3,4,5,6,low\n"));
        auto* const mend = message()->findChild<QPushButton*>();
        QVERIFY(mend->isVisible());
        QCOMPARE(mend->text(), QString("Leave out \"name\""));
        mend->click();
        QTRY_VERIFY(!m_dialog->isReading());
        QCOMPARE(m_dialog->source().options.get<std::string>("ignored"), std::string("name"));
        QCOMPARE(m_dialog->findChild<AttributeField*>("ignored")->findChild<QLineEdit*>()->text(), QString("name"));
        QCOMPARE(m_document->undoStack()->count(), 0);
    }

    void whatOnlyOtherDataMendHasNoButtonWhereTheyAreChosen()
    {
        open();
        take(write("values.csv", "a,b,c,d\n1,2,3,4\n2,3,4,5\n3,4,5,6\n"));
        QVERIFY2(message()->text().contains("has no targets"), qPrintable(message()->text()));
        QVERIFY(message()->findChild<QPushButton*>()->isHidden());
    }

    void rareOptionsAreFoldedAway()
    {
        open();
        take(write("a.csv", "a,b\n1,2\n3,4\n"));
        auto* const decimal = m_dialog->findChild<AttributeField*>("decimal");
        QVERIFY(!decimal->isVisible());
        QVERIFY(m_dialog->findChild<AttributeField*>("delimiter")->isVisible());
        auto* const more = m_dialog->findChild<QToolButton*>("more");
        more->click();
        QVERIFY(decimal->isVisible());
        more->click();
        QVERIFY(!decimal->isVisible());
    }

    void anOptionChangesThePreview()
    {
        open();
        take(write("a.csv", "1;2\n3;4\n"));
        QCOMPARE(table()->columnCount(), 2);
        auto* const delimiter = m_dialog->findChild<AttributeField*>("delimiter")->findChild<QComboBox*>();
        delimiter->setCurrentIndex(delimiter->findData("tab"));
        QTRY_VERIFY(!m_dialog->isReading());
        QCOMPARE(m_dialog->source().options.get<std::string>("delimiter"), std::string("tab"));
        QCOMPARE(table()->columnCount(), 1);
    }

    void aBadFileIsToldWithItsPlace_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("place");
        QByteArray late("a,b\n");
        for (int line = 2; line < 200'000; ++line)
            late += "1,2\n";
        QTest::newRow("a row is short") << QByteArray("a,b,c\n1,2,3\n4,5\n") << "bad.csv, line 3, column 3";
        QTest::newRow("a row is long, far behind the preview") << late + "1,2,3\n"
                                                               << "bad.csv, line 200000, column 3";
        QTest::newRow("a cell is no number")
            << QByteArray("a,b\n1,2\n3,hello\n") + QByteArray("5,6\n").repeated(40) << "bad.csv, line 3, column 2";
        QTest::newRow("it is no text") << QByteArray("a,b\n1,\0\n", 8) << "bad.csv, line 2";
        QTest::newRow("it is empty") << QByteArray() << "bad.csv";
    }
    void aBadFileIsToldWithItsPlace()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, place);
        open();
        take(write("bad.csv", bytes));
        QCOMPARE(message()->kind(), MessageKind::Error);
        QVERIFY(!message()->isHidden());
        QVERIFY2(message()->text().contains(place), qPrintable(message()->text()));
        QCOMPARE(note(), QString()); // Once is enough.
        QVERIFY(!use()->isEnabled());
    }

    void aTextOptionSaysWhatMayStandThere()
    {
        open();
        choose("csv");
        const auto* const targets = m_dialog->findChild<AttributeField*>("targets")->findChild<QLineEdit*>();
        QVERIFY2(targets->placeholderText().contains("separated by commas"), qPrintable(targets->placeholderText()));
    }

    void anUnknownKindOfFileIsToldAndChangesNothing()
    {
        open();
        const DataSource before = m_dialog->source();
        m_dialog->takeFile(write("a.xyz", "1"));
        QCOMPARE(message()->kind(), MessageKind::Error);
        QVERIFY(message()->text().contains("a.xyz"));
        QCOMPARE(m_dialog->source(), before);
        QVERIFY(use()->isEnabled());
    }

    void withoutAFileItAsksForOne()
    {
        open();
        choose("csv");
        QCOMPARE(message()->kind(), MessageKind::Information);
        QVERIFY(!use()->isEnabled());
        QCOMPARE(table()->columnCount(), 0);
    }

    void aTextIsTakenFromAFileThatTablesHaveToo()
    {
        open();
        const QString file = write("a.txt", "In the beginning God created the heaven and the earth.");
        choose("text"); // which has a file by default
        QVERIFY(message()->kind() != MessageKind::Information || message()->isHidden());
        take(file);
        QCOMPARE(box("format")->currentText(), QString("Text file"));
        // Eleven tokens are too few for a sample of 32.
        QVERIFY2(message()->text().contains("it has 11 tokens"), qPrintable(message()->text()));
        choose("csv");
        take(file);
        QCOMPARE(box("format")->currentText(), QString("CSV file"));
    }

    void theFileIsKeptWhileAnotherFormatIsLookedAt()
    {
        open();
        take(write("a.csv", "1,2\n3,4\n"));
        const DataSource chosen = m_dialog->source();
        choose("iris");
        choose("csv");
        QCOMPARE(m_dialog->source(), chosen);
        QCOMPARE(table()->rowCount(), 2);
    }

    void aRelativePathStartsFromTheProjectsFolder()
    {
        write("beside.csv", "1,2\n3,4\n");
        QVERIFY(m_document->saveAs(m_folder->filePath("project.ligature")).has_value());
        open();
        m_dialog->setSource({"csv", {{"path", std::string("beside.csv")}}, "none"});
        QTRY_VERIFY(!m_dialog->isReading());
        QCOMPARE(table()->rowCount(), 2);
    }

    void scalingIsChosen()
    {
        open();
        box("scaling")->setCurrentIndex(box("scaling")->findData("unit_range"));
        QTRY_VERIFY(!m_dialog->isReading());
        use()->click();
        QCOMPARE(m_document->project().data.scaling, std::string("unit_range"));
        QCOMPARE(m_document->project().data.format, std::string("iris"));
    }

    void itMayGoWhileItReads()
    {
        QByteArray large;
        for (int line = 0; line < 300'000; ++line)
            large += "1,2,3\n";
        const QString file = write("large.csv", large);
        open();
        for (int i = 0; i < 5; ++i)
            m_dialog->takeFile(file);
        QVERIFY(m_dialog->isReading());
        m_dialog.reset();
        QCOMPARE(m_document->undoStack()->count(), 0);
    }

private:
    void open()
    {
        m_dialog = std::make_unique<DataDialog>(m_document.get());
        m_dialog->open();
        QTRY_VERIFY(!m_dialog->isReading());
    }

    void choose(const char* format)
    {
        box("format")->setCurrentIndex(box("format")->findData(format));
        QTRY_VERIFY(!m_dialog->isReading());
    }

    void take(const QString& file)
    {
        m_dialog->takeFile(file);
        QTRY_VERIFY(!m_dialog->isReading());
    }

    QString write(const QString& name, const QByteArray& bytes) const
    {
        QFile file(m_folder->filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("the test's file cannot be written");
        return file.fileName();
    }

    QComboBox* box(const QString& name) const { return m_dialog->findChild<QComboBox*>(name); }
    QPushButton* use() const { return m_dialog->findChild<QPushButton*>("use"); }
    void clickHeader(int column)
    {
        QHeaderView* const header = table()->horizontalHeader();
        const QPoint middle(header->sectionViewportPosition(column) + header->sectionSize(column) / 2,
                            header->height() / 2);
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, middle);
    }

    void chooseRole(const QString& title)
    {
        auto* const menu = table()->findChild<QMenu*>("role_menu");
        QVERIFY(menu != nullptr && menu->isVisible());
        for (QAction* const action : menu->actions()) {
            if (action->text().remove('&') == title)
                action->trigger();
        }
        menu->close();
        QTRY_VERIFY(table()->findChild<QMenu*>("role_menu") == nullptr);
        QTRY_VERIFY(!m_dialog->isReading());
    }

    PreviewTable* table() const { return m_dialog->findChild<PreviewTable*>(); }
    MessageBar* message() const { return m_dialog->findChild<MessageBar*>(); }
    QString note() const { return m_dialog->findChild<QLabel*>("note")->text(); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Document> m_document;
    std::unique_ptr<DataDialog> m_dialog;
};

LIGATURE_TEST(DataDialogTest)

} // namespace tst_data_dialog

#include "tst_data_dialog.moc"
