// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QMenuBar>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "core/network/edits.h"
#include "core/project/project_file.h"
#include "core/safetensors/safetensors_file.h"
#include "tests/support/test_program.h"
#include "ui/dialogs/data_dialog.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/dialogs/message_bar.h"
#include "ui/inspector/inspector_widget.h"
#include "ui/outline/outline_widget.h"
#include "ui/theme/appearance.h"
#include "ui/window/file_actions.h"
#include "ui/window/main_window.h"

namespace tst_main_window {

using namespace ligature;

namespace {

QByteArray bytesOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class MainWindowTest : public QObject {
    Q_OBJECT

    Appearance m_appearance;

    std::unique_ptr<MainWindow> openExample()
    {
        auto window = std::make_unique<MainWindow>(&m_appearance);
        window->files().openExample(QStringLiteral("tied-autoencoder-digits"));
        window->show();
        return window;
    }

    static void shorten(MainWindow& window, std::int64_t epochs)
    {
        (void)window.document().edit(QStringLiteral("Shorten"), [epochs](Project& project) -> Result<void> {
            project.training.epochs = epochs;
            return {};
        });
    }

    static bool trainToTheEnd(MainWindow& window)
    {
        window.run().start();
        return QTest::qWaitFor([&] { return window.run().state() == SessionState::Finished; }, 20'000);
    }

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName(QStringLiteral("Ligature"));
        QCoreApplication::setApplicationName(QStringLiteral("Ligature tests"));
        QSettings().clear();
    }

    void anExampleOpensReadyToTrain()
    {
        const auto window = openExample();
        QVERIFY(window->windowTitle().contains(QStringLiteral("Tied autoencoder")));
        QVERIFY(!window->isWindowModified());
        QCOMPARE(window->run().obstacle(), QString());
    }

    void trainingRunsToItsEndAndShowsTheTwinCheck()
    {
        const auto window = openExample();
        shorten(*window, 3);
        QSignalSpy events(&window->run(), &RunController::eventsArrived);
        QVERIFY(trainToTheEnd(*window));
        QVERIFY(events.count() > 0);
        QVERIFY(window->run().lastUpdate().twin_check->identical);
        QCOMPARE(window->run().histories().size(), std::size_t{2});
        QCOMPARE(window->run().histories()[0].steps.size(), std::size_t{3 * 45});
    }

    void aRunPausesStepsResumesAndStops()
    {
        const auto window = openExample();
        shorten(*window, 100'000);
        window->run().start();
        QVERIFY(QTest::qWaitFor([&] { return window->run().lastUpdate().step > 10; }, 10'000));
        window->run().pause();
        QVERIFY(QTest::qWaitFor([&] { return window->run().state() == SessionState::Paused; }, 10'000));
        const std::int64_t paused_at = window->run().lastUpdate().step;
        window->run().singleStep();
        QVERIFY(QTest::qWaitFor([&] { return window->run().lastUpdate().step == paused_at + 1; }, 10'000));
        window->run().resume();
        QVERIFY(QTest::qWaitFor([&] { return window->run().lastUpdate().step > paused_at + 10; }, 10'000));
        window->run().stop();
        QVERIFY(QTest::qWaitFor([&] { return window->run().state() == SessionState::Stopped; }, 10'000));
        QVERIFY(window->run().snapshot() != nullptr);
    }

    void theTrainedWeightsAreExported()
    {
        QTemporaryDir folder;
        const auto window = openExample();
        shorten(*window, 1);
        QVERIFY(trainToTheEnd(*window));
        ExportDialog dialog(&window->document(), &window->run());
        const QString path = folder.filePath(QStringLiteral("w.safetensors"));
        dialog.exportTo(path);
        QTRY_VERIFY(!dialog.isWorking());
        const auto file = decodeSafetensors(bytesOf(path).toStdString(), "w");
        QVERIFY(file.has_value());
        QCOMPARE(file->tensors.size(), std::size_t{3}); // W once, two biases.
    }

    void anExportThatFailsSaysSoAndWritesNothing()
    {
        const auto window = openExample();
        shorten(*window, 1);
        QVERIFY(trainToTheEnd(*window));
        ExportDialog dialog(&window->document(), &window->run());
        dialog.exportTo(QStringLiteral("/no/such/folder/w.safetensors"));
        QTRY_VERIFY(!dialog.isWorking());
        const auto* const message = dialog.findChild<MessageBar*>();
        QVERIFY(message->kind() == MessageKind::Error);
        QVERIFY2(message->text().contains(QStringLiteral("/no/such/folder")), qPrintable(message->text()));
    }

    void anErrorInTheNetworkKeepsItFromTrainingAndSaysWhy()
    {
        const auto window = openExample();
        const LayerId decoder = *findLayer(window->document().network(), "decoder");
        (void)window->document().edit(QStringLiteral("Unlink"), [decoder](Project& project) -> Result<void> {
            unlink(project.network, Port{decoder, "input"});
            return {};
        });
        QVERIFY2(window->run().obstacle().contains(QStringLiteral("decoder")), qPrintable(window->run().obstacle()));
        window->run().start();
        QVERIFY(!window->run().isActive());
        window->document().undoStack()->undo();
        QCOMPARE(window->run().obstacle(), QString());
    }

    void savingAndOpeningGivesTheSameProject()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("p.ligature"));
        const auto window = openExample();
        shorten(*window, 7);
        QVERIFY(window->isWindowModified());
        QVERIFY(window->document().saveAs(path).has_value());
        QVERIFY(!window->isWindowModified());
        const Project saved = window->document().project();
        MainWindow other(&m_appearance);
        other.files().openFile(path);
        QTRY_VERIFY(other.document().project() == saved);
        QCOMPARE(other.document().filePath(), path);
    }

    /// Saving is in the background: what is edited meanwhile is not taken for saved.
    void anEditWhileItIsSavedIsNotSaved()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("p.ligature"));
        const auto window = openExample();
        QVERIFY(window->document().saveAs(path).has_value());
        shorten(*window, 7);
        const Project as_saved = window->document().project();
        QSignalSpy saved(&window->files(), &FileActions::saved);
        window->files().save();
        shorten(*window, 9);
        QTRY_COMPARE(saved.count(), 1);
        QVERIFY(window->isWindowModified());
        QVERIFY(loadProject(path.toStdString()).value() == as_saved);
        window->files().save();
        QTRY_COMPARE(saved.count(), 2);
        QVERIFY(!window->isWindowModified());
    }

    void anotherProjectMeanwhileDoesNotGetTheFilesName()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("p.ligature"));
        const auto window = openExample();
        QVERIFY(window->document().saveAs(path).has_value());
        QSignalSpy saved(&window->files(), &FileActions::saved);
        window->files().save();
        window->files().openExample(QStringLiteral("shared-scale"));
        QTRY_COMPARE(saved.count(), 1);
        QVERIFY(window->document().filePath().isEmpty());
    }

    void closingWithChangesAsks()
    {
        const auto window = openExample();
        shorten(*window, 7);
        window->close();
        QVERIFY(window->isVisible());
        QTRY_VERIFY(window->findChild<QMessageBox*>() != nullptr);
        window->findChild<QMessageBox*>()->reject();
        QVERIFY(window->isVisible());
    }

    void choosingDataIsOneUndoStep()
    {
        const auto window = openExample();
        DataDialog dialog(&window->document());
        QSignalSpy shown(&dialog, &DataDialog::previewShown);
        QVERIFY(shown.wait(5000));
        dialog.setSource(DataSource{"iris", {}, "standardize"});
        QVERIFY(shown.wait(5000));
        QTRY_VERIFY(!dialog.isReading());
        QCOMPARE(window->document().undoStack()->count(), 0);
        for (QPushButton* const button : dialog.findChildren<QPushButton*>()) {
            if (button->text().contains(QStringLiteral("Use")))
                QTest::mouseClick(button, Qt::LeftButton);
        }
        QCOMPARE(window->document().project().data.format, std::string("iris"));
        QCOMPARE(window->document().undoStack()->count(), 1);
        window->document().undoStack()->undo();
        QCOMPARE(window->document().project().data.format, std::string("digits"));
    }

    void wrongDataIsSaidWithItsLine()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("ragged.csv"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("a,b\n1,2\n3\n");
        file.close();
        const auto window = openExample();
        DataDialog dialog(&window->document());
        QSignalSpy shown(&dialog, &DataDialog::previewShown);
        dialog.takeFile(path);
        QTRY_VERIFY(!dialog.isReading());
        bool said = false;
        for (const QLabel* const label : dialog.findChildren<QLabel*>())
            said = said || label->text().contains(QStringLiteral("line 3"));
        QVERIFY(said);
    }

    void theInspectorShowsWhatTheOutlineSelects()
    {
        const auto window = openExample();
        auto* const outline = window->findChild<OutlineWidget*>();
        QVERIFY(outline != nullptr);
        outline->setFocus();
        QTRY_VERIFY(outline->model()->rowCount(outline->model()->index(0, 0)) > 1);
        // Down from the heading to the input, then to the encoder.
        outline->setCurrentIndex(outline->model()->index(1, 0, outline->model()->index(0, 0)));
        auto* const inspector = window->findChild<InspectorWidget*>();
        QTRY_VERIFY(std::ranges::any_of(inspector->findChildren<QLineEdit*>(), [](const QLineEdit* line) {
            return line->text() == QStringLiteral("encoder");
        }));
    }

    void onTheStartPageNoKeyChangesAProjectThatNobodySees_data()
    {
        QTest::addColumn<QKeySequence>("keys");
        QTest::newRow("add a node") << QKeySequence(Qt::SHIFT | Qt::Key_A);
        QTest::newRow("check") << QKeySequence(Qt::Key_F7);
        QTest::newRow("train") << QKeySequence(Qt::Key_F5);
        QTest::newRow("data") << QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_D);
        QTest::newRow("save") << QKeySequence(Qt::CTRL | Qt::Key_S);
    }
    void onTheStartPageNoKeyChangesAProjectThatNobodySees()
    {
        QFETCH(QKeySequence, keys);
        MainWindow window(&m_appearance);
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QTest::keySequence(&window, keys);
        QVERIFY(QApplication::activePopupWidget() == nullptr);
        QVERIFY(QApplication::activeModalWidget() == nullptr);
        QVERIFY(window.findChildren<QDialog*>().isEmpty());
        for (const MessageBar* const bar : window.findChildren<MessageBar*>())
            QVERIFY(!bar->isVisible());
        // They are there as soon as there is a project.
        window.files().newProject();
        const QList<QAction*> menus = window.menuBar()->actions();
        QVERIFY(std::ranges::all_of(menus, [](const QAction* menu) { return menu->isEnabled(); }));
    }

    void tabMovesTheFocusOnTheStartPage()
    {
        MainWindow window(&m_appearance);
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        const QWidget* const first = window.focusWidget();
        QTest::keyClick(&window, Qt::Key_Tab);
        QVERIFY(QApplication::activePopupWidget() == nullptr);
        QVERIFY(window.focusWidget() != first);
    }

    void everyMenuEntryHasItsOwnShortcut()
    {
        const auto window = openExample();
        QSet<QString> seen;
        for (const QAction* const action : window->menuBar()->findChildren<QAction*>()) {
            for (const QKeySequence& keys : action->shortcuts()) {
                QVERIFY2(!seen.contains(keys.toString()),
                         qPrintable(action->text() + QLatin1Char(' ') + keys.toString()));
                seen.insert(keys.toString());
            }
        }
    }
};

LIGATURE_TEST(MainWindowTest)

} // namespace tst_main_window

#include "tst_main_window.moc"
