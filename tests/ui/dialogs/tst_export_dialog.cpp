// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <memory>
#include <optional>

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QGuiApplication>
#include <QLineEdit>
#include <QPushButton>
#include <QStandardItemModel>
#include <QTemporaryDir>
#include <QTest>

#include "core/import/write_import.h"
#include "core/project/examples.h"
#include "core/report/untrained.h"
#include "core/safetensors/safetensors_file.h"
#include "core/tying/arm.h"
#include "core/tying/custom_arm.h"
#include "tests/support/test_program.h"
#include "ui/dialogs/code_view.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/dialogs/export_run_box.h"
#include "ui/dialogs/message_bar.h"
#include "ui/document/document.h"
#include "ui/training/run_controller.h"

namespace tst_export_dialog {

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

    void withNothingTrainedItSavesWhatATrainingStartsFrom_data()
    {
        QTest::addColumn<int>("variant");
        QTest::newRow("of the tied variant") << 0;
        QTest::newRow("of the untied twin") << 1;
    }
    void withNothingTrainedItSavesWhatATrainingStartsFrom()
    {
        QFETCH(int, variant);
        open();
        choose("variant", variant);
        QCOMPARE(box("run")->currentText(), QString("Not trained: what a training starts from"));
        QVERIFY(!itemOf("run", 0)->isEnabled());
        QVERIFY(save()->isEnabled());
        QVERIFY(exportTo(path("a.safetensors")));
        const auto first = untrained(m_document->project(), variant == 0 ? tiedArm : untiedArm);
        QVERIFY(first.has_value());
        QCOMPARE(bytesOf("a.safetensors"), findExporter("safetensors")->write(*first, "a")->front().bytes);
    }

    void whatIsTrainedWhileItIsOpenIsSaved()
    {
        open();
        QVERIFY(exportTo(path("first.safetensors")));
        train();
        QCOMPARE(box("run")->currentText(), QString("The present training"));
        QVERIFY(exportTo(path("trained.safetensors")));
        QVERIFY(bytesOf("first.safetensors") != bytesOf("trained.safetensors"));
        choose("run", 1);
        QVERIFY(exportTo(path("again.safetensors")));
        QCOMPARE(bytesOf("again.safetensors"), bytesOf("first.safetensors"));
    }

    void aNetworkThatCannotBeTrainedIsNotExportedAndSaysWhy()
    {
        Project broken = m_document->project();
        broken.network.links.clear();
        m_document->replace(std::move(broken));
        open();
        QVERIFY(!save()->isEnabled());
        QCOMPARE(message()->kind(), MessageKind::Error);
        QVERIFY(!exportTo(path("a.safetensors")));
        QVERIFY(filesThere().isEmpty());
    }

    void aRunThatWasSavedBesideTheProjectIsOffered()
    {
        QVERIFY(m_document->saveAs(path("p.ligature")));
        Project other = m_document->project();
        other.training.seed += 1;
        const auto values = untrained(other, tiedArm);
        QVERIFY(values.has_value());
        QVERIFY(writeImportedWeights(other, values->weights, path("p.ligature").toStdString()));
        open();
        QVERIFY(exportTo(path("first.safetensors")));
        const int saved = box("run")->findText("Run “imported”");
        QVERIFY(saved > 0);
        choose("run", saved);
        QVERIFY(exportTo(path("saved.safetensors")));
        QVERIFY(bytesOf("first.safetensors") != bytesOf("saved.safetensors"));
        QCOMPARE(bytesOf("saved.safetensors"), findExporter("safetensors")->write(*values, "saved")->front().bytes);
        // It holds no twin, and says so.
        choose("variant", 1);
        QVERIFY(!save()->isEnabled());
        QVERIFY2(message()->text().contains("untied.safetensors"), qPrintable(message()->text()));
        choose("variant", 0);
        QVERIFY(save()->isEnabled());
    }

    void aFolderOfARunIsChosen()
    {
        open();
        auto* const runs = m_dialog->findChild<ExportRunBox*>();
        const int browse = runs->count() - 1;
        const int before = runs->currentIndex();
        runs->setCurrentIndex(browse);
        QCOMPARE(runs->currentIndex(), before); // Until there is a folder.
        auto* const chooser = m_dialog->findChild<QFileDialog*>();
        QVERIFY(chooser != nullptr);
        chooser->reject();
        QCOMPARE(runs->currentIndex(), before);
        runs->chooseFolder(m_folder->path());
        settle();
        QVERIFY(runs->currentText().startsWith("Run “"));
        QVERIFY(!save()->isEnabled());
        QCOMPARE(message()->kind(), MessageKind::Error);
        runs->setCurrentIndex(before);
        settle();
        QVERIFY(save()->isEnabled());
    }

    void anOptionOfTheFormatIsFollowed()
    {
        train();
        open();
        QVERIFY(exportTo(path("tied.safetensors")));
        auto* const tick = m_dialog->findChild<QCheckBox*>();
        QVERIFY(tick != nullptr && tick->isVisible());
        tick->click();
        settle();
        QVERIFY(exportTo(path("each.safetensors")));
        QVERIFY(bytesOf("each.safetensors").size() > bytesOf("tied.safetensors").size());
    }

    void thePreviewCanBeCopied()
    {
        open();
        m_dialog->findChild<QPushButton*>("copy")->click();
        QCOMPARE(QGuiApplication::clipboard()->text(), preview()->code());
        QVERIFY(preview()->code().contains("F32"));
    }

    void bothVariantsAreOffered()
    {
        train();
        open();
        QCOMPARE(box("variant")->count(), static_cast<int>(armTypes().size()));
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
        choose("variant", variant);
        choose("format", box("format")->findData("safetensors"));
        QVERIFY(exportTo(path("weights.safetensors")));
        QCOMPARE(message()->kind(), MessageKind::Success);
        QVERIFY(message()->text().contains(path("weights.safetensors")));

        QFile file(path("weights.safetensors"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto read = decodeSafetensors(file.readAll().toStdString(), "weights.safetensors");
        QVERIFY2(read.has_value(), read ? "" : read.error().oneLine().c_str());
        const Weights& weights = m_run->snapshot()->variants().at(static_cast<std::size_t>(variant)).weights;
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
        QVERIFY(exportTo(path("tied")));
        choose("variant", 1);
        QVERIFY(exportTo(path("untied")));
        QVERIFY(QFileInfo(path("tied")).size() < QFileInfo(path("untied")).size());
    }

    void everyFormatHasAPreviewAndWritesAFile()
    {
        train();
        open();
        for (int format = 0; format < box("format")->count(); ++format) {
            choose("format", format);
            const QString name = box("format")->currentText();
            if (!save()->isEnabled()) { // Refused by name: this network has a layer that cannot be taken there.
                QVERIFY2(message()->kind() == MessageKind::Error, qPrintable(name));
                continue;
            }
            QVERIFY2(preview()->code().size() > 100, qPrintable(name + ": " + preview()->code()));
            const QString file = "model" + QString::number(format) +
                                 QString::fromStdString(exporters()[static_cast<std::size_t>(format)]->extension());
            QVERIFY2(exportTo(path(file)), qPrintable(name));
            QVERIFY2(filesThere().contains(file), qPrintable(name));
        }
    }

    void whatCannotBeWrittenIsSaidAndLeavesNothing()
    {
        train();
        open();
        const QString nowhere = path("no such folder/weights.safetensors");
        QVERIFY(!exportTo(nowhere));
        QCOMPARE(message()->kind(), MessageKind::Error);
        QVERIFY2(message()->text().contains("no such folder"), qPrintable(message()->text()));
        QVERIFY(filesThere().isEmpty());
        // Another choice is another matter.
        choose("variant", 1);
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

    void anArmOfTheProjectIsOfferedAndSaved()
    {
        Project project = loadExample("shared-scale").value();
        const ParameterId shared = std::ranges::find_if(project.network.parameters, [](const auto& entry) {
                                       return entry.second.shared;
                                   })->first;
        const Result<ArmId> arm = addArmThatUnties(project.network, shared);
        QVERIFY(arm.has_value());
        m_document->replace(project);
        open();
        const int place = box("variant")->findData(QString::fromStdString(toString(*arm)));
        QVERIFY(place > 0);
        choose("variant", place);
        QVERIFY(exportTo(path("arm.safetensors")));
        const auto first = untrained(project, *arm);
        QCOMPARE(bytesOf("arm.safetensors"), findExporter("safetensors")->write(*first, "arm")->front().bytes);
    }

    /// Closing does not wait, and what was asked for is whole.
    void whatIsBeingSavedWhenItIsClosedIsSaved()
    {
        open();
        m_dialog->exportTo(path("closed.safetensors"));
        m_dialog.reset();
        QTRY_VERIFY(QFile::exists(path("closed.safetensors")));
        const auto first = untrained(m_document->project(), tiedArm);
        QTRY_COMPARE(bytesOf("closed.safetensors"),
                     findExporter("safetensors")->write(*first, "closed")->front().bytes);
    }

    /// Choices that follow each other quickly show the last one's preview.
    void theLastChoiceIsShown()
    {
        train();
        open();
        for (int format = 0; format < box("format")->count(); ++format)
            box("format")->setCurrentIndex(format);
        choose("format", box("format")->findData("pytorch"));
        QVERIFY2(preview()->code().contains("import torch"), qPrintable(preview()->code()));
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
        settle();
    }
    void choose(const QString& name, int index)
    {
        box(name)->setCurrentIndex(index);
        settle();
    }
    /// Until what it reads and writes is there.
    void settle() { QTRY_VERIFY(!m_dialog->isWorking()); }
    bool exportTo(const QString& path)
    {
        std::optional<bool> result;
        QObject context;
        connect(m_dialog.get(), &ExportDialog::exported, &context, [&](bool done) { result = done; });
        m_dialog->exportTo(path);
        return QTest::qWaitFor([&] { return result.has_value(); }, 20'000) && *result;
    }

    QString path(const QString& name) const { return m_folder->filePath(name); }
    QStringList filesThere() const { return QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden); }
    QComboBox* box(const QString& name) const { return m_dialog->findChild<QComboBox*>(name); }
    QPushButton* save() const { return m_dialog->findChild<QPushButton*>("save"); }
    CodeView* preview() const { return m_dialog->findChild<CodeView*>("preview"); }
    QStandardItem* itemOf(const QString& name, int row) const
    {
        return qobject_cast<QStandardItemModel*>(box(name)->model())->item(row);
    }
    std::string bytesOf(const QString& name) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
    }
    MessageBar* message() const { return m_dialog->findChild<MessageBar*>(); }

    std::unique_ptr<Document> m_document;
    std::unique_ptr<RunController> m_run;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ExportDialog> m_dialog;
};

LIGATURE_TEST(ExportDialogTest)

} // namespace tst_export_dialog

#include "tst_export_dialog.moc"
