// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <QComboBox>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QTest>

#include "core/export/write_export.h"
#include "core/files/atomic_file.h"
#include "core/project/examples.h"
#include "core/report/untrained.h"
#include "core/safetensors/safetensors_file.h"
#include "tests/support/test_program.h"
#include "ui/dialogs/import_dialog.h"
#include "ui/dialogs/message_bar.h"
#include "ui/plots/curve_plot.h"
#include "ui/plots/metric_plot_panel.h"
#include "ui/theme/appearance.h"
#include "ui/window/file_actions.h"
#include "ui/window/main_window.h"

namespace tst_import {

using namespace ligature;

/// The tied autoencoder with values that no training would start from: those of another seed.
ExportRequest otherValues()
{
    Project project = loadExample("tied-autoencoder-digits").value();
    project.training.seed = 77;
    return untrained(project, tiedArm).value();
}

class ImportTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName(QStringLiteral("Ligature"));
        QCoreApplication::setApplicationName(QStringLiteral("Ligature tests"));
        QSettings().clear();
    }

    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_window = std::make_unique<MainWindow>(&m_appearance);
        m_window->files().openExample(QStringLiteral("tied-autoencoder-digits"));
        m_window->show();
    }

    void cleanup()
    {
        m_window.reset();
        m_folder.reset();
    }

    void weightsAreMappedShownAndTrainedOnFrom_data()
    {
        QTest::addColumn<QString>("format");
        QTest::addColumn<bool>("materialized");
        QTest::newRow("safetensors") << "safetensors" << false;
        QTest::newRow("npz") << "npz" << false;
        QTest::newRow("each use on its own") << "safetensors" << true;
    }
    void weightsAreMappedShownAndTrainedOnFrom()
    {
        QFETCH(const QString, format);
        QFETCH(const bool, materialized);
        ExportRequest request = otherValues();
        request.options.set("materialized", materialized);
        const QString path = write(format, request);
        import(path);
        ImportDialog* const shown = dialog();
        QVERIFY(shown != nullptr && shown->isVisible());
        QCOMPARE(table()->rowCount(), 3);
        for (const QComboBox* const box : table()->findChildren<QComboBox*>())
            QVERIFY2(box->isEnabled(), "what has its values is not grey");
        QVERIFY(importButton()->isEnabled());
        QTest::keyClick(shown, Qt::Key_Return);
        QTRY_VERIFY(m_window->run().snapshot() != nullptr);
        const auto snapshot = m_window->run().snapshot();
        QVERIFY(snapshot != nullptr && !snapshot->arms().empty());
        QVERIFY(snapshot->variants().front().weights == request.weights);
        QVERIFY(m_window->run().canGoOn());
        QVERIFY(message()->text().contains(QFileInfo(path).fileName()));
        m_window->run().goOn();
        QVERIFY(QTest::qWaitFor([&] { return m_window->run().lastUpdate().step > 2; }, 20'000));
        // The twin starts from what its uses read, so the first losses are equal to the last bit.
        const std::vector<History>& histories = m_window->run().histories();
        QCOMPARE(histories.size(), std::size_t{2});
        QCOMPARE(histories[0].steps.front().train_loss, histories[1].steps.front().train_loss);
        m_window->run().stop();
    }

    void tiedTensorsThatDifferAreAskedAbout_data()
    {
        QTest::addColumn<QString>("kept");
        QTest::newRow("the first is kept") << "encoder.weight";
        QTest::newRow("the second is kept") << "decoder.weight";
    }
    void tiedTensorsThatDifferAreAskedAbout()
    {
        QFETCH(const QString, kept);
        ExportRequest request = otherValues();
        request.options.set("materialized", true);
        SafetensorsFile file = decode(write("safetensors", request));
        const auto decoder = std::ranges::find(file.tensors, "decoder.weight", &NamedTensor::name);
        std::get<std::vector<float>>(decoder->values)[5] += 0.25F;
        import(write(file));
        QVERIFY(!importButton()->isEnabled());
        QVERIFY(dialogMessage()->text().contains("encoder.weight"));
        QVERIFY(dialogMessage()->text().contains("decoder.weight"));
        QVERIFY(dialogMessage()->text().contains("0.25"));
        auto* const box = choiceOf("W");
        box->setCurrentIndex(box->findText(kept));
        emit box->activated(box->currentIndex());
        QTRY_VERIFY(importButton()->isEnabled());
        importButton()->click();
        QTRY_VERIFY(m_window->run().snapshot() != nullptr);
        // What was changed in the decoder's first row and sixth column is the encoder's sixth row and first column.
        const auto& parameters = m_window->run().snapshot()->variants().front().weights.parameters;
        std::vector<float> expected = request.weights.parameters.front().values;
        if (kept == "decoder.weight")
            expected[5 * 64] += 0.25F;
        QVERIFY(parameters.front().values == expected);
    }

    void theKeysStayInTheChoiceThatWasMade()
    {
        ExportRequest request = otherValues();
        request.options.set("materialized", true);
        SafetensorsFile file = decode(write("safetensors", request));
        const auto decoder = std::ranges::find(file.tensors, "decoder.weight", &NamedTensor::name);
        std::get<std::vector<float>>(decoder->values)[5] += 0.25F;
        import(write(file));
        QVERIFY(QTest::qWaitForWindowActive(dialog()));
        QCOMPARE(dialog()->focusWidget(), table()->cellWidget(0, 2));
        QComboBox* const box = choiceOf("W");
        box->setFocus();
        QTest::keyClick(box, Qt::Key_Down);
        QTRY_VERIFY(importButton()->isEnabled());
        QCOMPARE(dialog()->focusWidget(), choiceOf("W"));
        QVERIFY(choiceOf("W")->hasFocus());
    }

    void aChoiceBetweenTiedTensorsCanBeTakenBack()
    {
        ExportRequest request = otherValues();
        request.options.set("materialized", true);
        SafetensorsFile file = decode(write("safetensors", request));
        const auto decoder = std::ranges::find(file.tensors, "decoder.weight", &NamedTensor::name);
        std::get<std::vector<float>>(decoder->values)[5] += 0.25F;
        import(write(file));
        for (const char* const kept : {"decoder.weight", "encoder.weight", "decoder.weight", "encoder.weight"}) {
            auto* const box = choiceOf("W");
            QVERIFY2(box->findText(kept) > 0, kept);
            box->setCurrentIndex(box->findText(kept));
            emit box->activated(box->currentIndex());
            QTRY_COMPARE(choiceOf("W")->currentIndex(), 0); // The boxes are made anew.
            QCOMPARE(choiceOf("W")->currentText(), QString(kept));
            QVERIFY(importButton()->isEnabled());
        }
        importButton()->click();
        QTRY_VERIFY(m_window->run().snapshot() != nullptr);
        const auto& parameters = m_window->run().snapshot()->variants().front().weights.parameters;
        QVERIFY(parameters.front().values == request.weights.parameters.front().values);
    }

    void aTensorOfAnotherNameCanBeChosen()
    {
        // Nothing but a choice tells which of two tensors of one shape a bias is.
        SafetensorsFile file = decode(write("safetensors", otherValues()));
        for (NamedTensor& tensor : file.tensors) {
            if (tensor.name == "encoder.bias")
                tensor.name = "left";
        }
        NamedTensor other{"right", Shape{32}, std::vector<float>(32, 0.5F)};
        file.tensors.push_back(other);
        import(write(file));
        QVERIFY(!importButton()->isEnabled());
        QVERIFY(dialogMessage()->text().contains("encoder.bias"));
        auto* const box = choiceOf("encoder.bias");
        QVERIFY(box != nullptr);
        const int place = box->findText("right");
        QVERIFY(place > 0);
        box->setCurrentIndex(place);
        emit box->activated(place);
        QTRY_VERIFY(importButton()->isEnabled());
        QVERIFY(dialog()->findChild<QLabel*>("rest")->text().contains("left"));
        importButton()->click();
        QTRY_VERIFY(m_window->run().snapshot() != nullptr);
        const auto& parameters = m_window->run().snapshot()->variants().front().weights.parameters;
        const auto bias = std::ranges::find(parameters, "encoder.bias", &ParameterValues::name);
        QVERIFY(bias->values == std::vector<float>(32, 0.5F));
    }

    void aTrainingThatRunsIsAskedAboutFirst()
    {
        const QString path = write("safetensors", otherValues());
        m_window->run().start();
        QTRY_VERIFY(m_window->run().lastUpdate().step > 0);
        const auto question = [&] { return m_window->findChild<QMessageBox*>("training_question"); };
        import(path);
        QVERIFY(question() != nullptr && dialog() == nullptr);
        question()->reject();
        QTRY_VERIFY(question() == nullptr);
        QVERIFY(m_window->run().isActive());

        import(path);
        for (QAbstractButton* const button : question()->buttons()) {
            if (question()->buttonRole(button) == QMessageBox::DestructiveRole)
                button->click();
        }
        QTRY_VERIFY(dialog() != nullptr && dialog()->isVisible());
        QTest::keyClick(dialog(), Qt::Key_Escape);
        // What was trained is there to be gone on from.
        QTRY_VERIFY(m_window->run().canGoOn());
    }

    void whoLeavesWhileItIsMatchedChangesNothing()
    {
        for (int i = 0; i < 5; ++i) {
            auto file =
                std::make_shared<const WeightFile>(WeightFile{decode(write("safetensors", otherValues())).tensors});
            auto left = std::make_unique<ImportDialog>(m_window->document().project(), file, "w.safetensors");
            QVERIFY(left->isMatching());
            QVERIFY(left->weights() == nullptr);
            left.reset();
            QTest::qWait(i);
        }
        QVERIFY(m_window->run().snapshot() == nullptr);
    }

    void cancellingChangesNothing()
    {
        import(write("safetensors", otherValues()));
        QTest::keyClick(dialog(), Qt::Key_Escape);
        QVERIFY(m_window->run().snapshot() == nullptr);
        QVERIFY(!m_window->run().canGoOn());
        QVERIFY(!m_window->isWindowModified());
    }

    void aModelOfOursIsTheProjectAgain()
    {
        const Project before = m_window->document().project();
        ExportRequest request = otherValues();
        request.drawn = before;
        const QString path = write("onnx", request);
        m_window->files().newProject();
        import(path);
        QVERIFY2(m_window->document().project() == before, qPrintable(message()->text()));
        QVERIFY(m_window->run().snapshot()->variants().front().weights == request.weights);
        QVERIFY(m_window->run().canGoOn());
        const auto* const plots = m_window->findChild<MetricPlotPanel*>();
        QCOMPARE(plots->lossPlot()->area()->emptyText(), QStringLiteral("Start training to see the loss here"));
    }

    void aFileThatIsNothingOfTheKindIsRefusedAndChangesNothing_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("a broken model") << "broken.onnx";
        QTest::newRow("broken weights") << "broken.safetensors";
        QTest::newRow("another file") << "picture.png";
        QTest::newRow("a file that is not there") << "nowhere.onnx";
    }
    void aFileThatIsNothingOfTheKindIsRefusedAndChangesNothing()
    {
        QFETCH(const QString, name);
        const QString path = m_folder->filePath(name);
        if (!name.startsWith("nowhere"))
            QVERIFY(writeFileAtomically(path.toStdString(), "\x01nonsense").has_value());
        const Project before = m_window->document().project();
        import(path);
        QVERIFY(dialog() == nullptr);
        QCOMPARE(message()->kind(), MessageKind::Error);
        QVERIFY2(message()->text().contains(name), qPrintable(message()->text()));
        QVERIFY(m_window->document().project() == before);
    }

private:
    /// Reads the file as the window does, in the background, and waits until what follows is there.
    void import(const QString& path)
    {
        const QSignalSpy working(&m_window->files(), &FileActions::working);
        m_window->files().importFile(path);
        QVERIFY(QTest::qWaitFor([&] { return working.last().front().toString().isEmpty(); }, 20'000));
        QVERIFY(QTest::qWaitFor([&] { return dialog() == nullptr || !dialog()->isMatching(); }, 20'000));
    }
    QString write(const QString& format, const ExportRequest& request)
    {
        const QString path = m_folder->filePath("model." + format);
        const auto written = writeExport(*findExporter(format.toStdString()), request, path.toStdString());
        return written ? path : QString::fromStdString(written.error().oneLine());
    }
    QString write(const SafetensorsFile& file)
    {
        const QString path = m_folder->filePath("changed.safetensors");
        (void)writeFileAtomically(path.toStdString(), encodeSafetensors(file));
        return path;
    }
    static SafetensorsFile decode(const QString& path)
    {
        return decodeSafetensors(readFile(path.toStdString(), 1 << 24).value(), "file").value();
    }
    ImportDialog* dialog() const { return m_window->findChild<ImportDialog*>(); }
    QTableWidget* table() const { return dialog()->findChild<QTableWidget*>("mapping"); }
    QPushButton* importButton() const { return dialog()->findChild<QPushButton*>("import"); }
    MessageBar* dialogMessage() const { return dialog()->findChild<MessageBar*>(); }
    /// The window's own: not one of a dialog's or a dock's.
    MessageBar* message() const
    {
        const auto bars = m_window->findChildren<MessageBar*>();
        const auto found = std::ranges::find_if(
            bars, [&](MessageBar* bar) { return !bar->isHidden() && bar->window() == m_window.get(); });
        return found == bars.end() ? bars.front() : *found;
    }
    QComboBox* choiceOf(const QString& parameter) const
    {
        for (int row = 0; row < table()->rowCount(); ++row) {
            if (table()->item(row, 0)->text() == parameter)
                return qobject_cast<QComboBox*>(table()->cellWidget(row, 2));
        }
        return nullptr;
    }

    Appearance m_appearance;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<MainWindow> m_window;
};

LIGATURE_TEST(ImportTest)

} // namespace tst_import

#include "tst_import.moc"
