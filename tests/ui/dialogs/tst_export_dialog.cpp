// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>

#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

#include "core/project/examples.h"
#include "core/safetensors/safetensors_file.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/dialogs/message_bar.h"
#include "ui/document/document.h"
#include "ui/training/run_controller.h"

using namespace ligature;

class ExportDialogTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_document = std::make_unique<Document>();
        Project project = loadExample("shared-scale").value();
        project.name = "Zweite Übung: iris";
        project.training.epochs = 1;
        m_document->replace(std::move(project));
        m_run = std::make_unique<RunController>(m_document.get());
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(m_folder->isValid());
    }

    void cleanup()
    {
        m_dialog.reset();
        m_run.reset();
        m_document.reset();
    }

    void withNothingTrainedItSaysSoAndSavesNothing()
    {
        open();
        QVERIFY(!save()->isEnabled());
        QCOMPARE(message()->text(), QString("Train first: there are no trained weights yet."));
        QCOMPARE(save()->toolTip(), message()->text());
        QVERIFY(!m_dialog->exportTo(path("a.safetensors")));
        QVERIFY(filesThere().isEmpty());
    }

    void whatIsTrainedWhileItIsOpenCanBeSaved()
    {
        open();
        QVERIFY(!save()->isEnabled());
        train();
        QVERIFY(save()->isEnabled());
        QVERIFY(message()->isHidden());
        QVERIFY(m_dialog->exportTo(path("a.safetensors")));
    }

    void bothVariantsAreOffered()
    {
        train();
        open();
        QCOMPARE(box("variant")->count(), 2);
        QVERIFY(box("variant")->itemText(0).startsWith("Tied"));
        QVERIFY(box("variant")->itemText(1).startsWith("Untied twin"));
    }

    void theFileHoldsTheTrainedWeights_data()
    {
        QTest::addColumn<int>("variant");
        QTest::newRow("of the tied variant") << 0;
        QTest::newRow("of the untied twin") << 1;
    }
    void theFileHoldsTheTrainedWeights()
    {
        QFETCH(int, variant);
        train();
        open();
        box("variant")->setCurrentIndex(variant);
        box("format")->setCurrentIndex(box("format")->findData("safetensors"));
        QVERIFY(m_dialog->exportTo(path("weights.safetensors")));
        QCOMPARE(message()->kind(), MessageKind::Success);
        QVERIFY(message()->text().contains(path("weights.safetensors")));

        QFile file(path("weights.safetensors"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto read = decodeSafetensors(file.readAll().toStdString(), "weights.safetensors");
        QVERIFY2(read.has_value(), read ? "" : read.error().oneLine().c_str());
        const Weights& weights = m_run->snapshot()->at(static_cast<std::size_t>(variant)).weights;
        QCOMPARE(read->tensors.size(), weights.parameters.size());
        for (const ParameterValues& parameter : weights.parameters) {
            const NamedTensor* const tensor = findTensor(*read, parameter.name);
            QVERIFY2(tensor != nullptr, parameter.name.c_str());
            QVERIFY(*tensor->floats() == parameter.values);
        }
    }

    void theUntiedTwinIsTheLargerFile()
    {
        train();
        open();
        QVERIFY(m_dialog->exportTo(path("tied")));
        box("variant")->setCurrentIndex(1);
        QVERIFY(m_dialog->exportTo(path("untied")));
        QVERIFY(QFileInfo(path("tied")).size() < QFileInfo(path("untied")).size());
    }

    void everyFormatHasAPreviewAndWritesAFile()
    {
        train();
        open();
        for (int format = 0; format < box("format")->count(); ++format) {
            box("format")->setCurrentIndex(format);
            const QString name = box("format")->currentText();
            auto* const preview = m_dialog->findChild<QPlainTextEdit*>("preview");
            QVERIFY2(preview->toPlainText().contains("float32") || preview->toPlainText().contains("F32"),
                     qPrintable(name + ": " + preview->toPlainText()));
            QVERIFY2(m_dialog->exportTo(path(QString::number(format))).has_value(), qPrintable(name));
        }
        QCOMPARE(filesThere().size(), box("format")->count());
    }

    void whatCannotBeWrittenIsSaidAndLeavesNothing()
    {
        train();
        open();
        const QString nowhere = path("no such folder/weights.safetensors");
        QVERIFY(!m_dialog->exportTo(nowhere));
        QCOMPARE(message()->kind(), MessageKind::Error);
        QVERIFY2(message()->text().contains("no such folder"), qPrintable(message()->text()));
        QVERIFY(filesThere().isEmpty());
        // Another choice is another matter.
        box("variant")->setCurrentIndex(1);
        QVERIFY(message()->isHidden());
    }

    void theNameOfTheFileIsSuggested()
    {
        QVERIFY(m_document->saveAs(path("project.ligature")).has_value());
        train();
        open();
        save()->click();
        auto* const chooser = m_dialog->findChild<QFileDialog*>();
        QVERIFY(chooser != nullptr);
        QCOMPARE(chooser->selectedFiles().value(0), path("zweite-übung-iris-tied.safetensors"));
        chooser->reject();
    }

    void escapeCloses()
    {
        open();
        QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
        QVERIFY(!m_dialog->isVisible());
    }

private:
    void train()
    {
        m_run->start();
        QTRY_VERIFY(!m_run->isActive());
        QCOMPARE(m_run->state(), SessionState::Finished);
    }

    void open()
    {
        m_dialog = std::make_unique<ExportDialog>(m_document.get(), m_run.get());
        m_dialog->open();
    }

    QString path(const QString& name) const { return m_folder->filePath(name); }
    QStringList filesThere() const { return QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden); }
    QComboBox* box(const QString& name) const { return m_dialog->findChild<QComboBox*>(name); }
    QPushButton* save() const { return m_dialog->findChild<QPushButton*>("save"); }
    MessageBar* message() const { return m_dialog->findChild<MessageBar*>(); }

    std::unique_ptr<Document> m_document;
    std::unique_ptr<RunController> m_run;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ExportDialog> m_dialog;
};

QTEST_MAIN(ExportDialogTest)
#include "tst_export_dialog.moc"
