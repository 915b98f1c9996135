// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "core/network/edits.h"
#include "tests/support/test_program.h"
#include "ui/theme/appearance.h"
#include "ui/window/file_actions.h"
#include "ui/window/main_window.h"

namespace tst_saved_run {

using namespace ligature;

/// What was trained is saved with its project, and is there again when that is opened.
class SavedRunTest : public QObject {
    Q_OBJECT

    Appearance m_appearance;
    std::unique_ptr<QTemporaryDir> m_folder;

    QString path(const QString& name = QStringLiteral("p.ligature")) const { return m_folder->filePath(name); }

    /// The tied autoencoder under a file name, to be trained that many epochs.
    std::unique_ptr<MainWindow> openWindow(std::int64_t epochs)
    {
        auto window = std::make_unique<MainWindow>(&m_appearance);
        window->files().openExample(QStringLiteral("tied-autoencoder-digits"));
        window->show();
        const auto edited = window->document().edit(QStringLiteral("Epochs"), [epochs](Project& project) {
            project.training.epochs = epochs;
            return Result<void>();
        });
        if (!edited || !window->document().saveAs(path()))
            qFatal("the test's project cannot be made");
        return window;
    }
    std::unique_ptr<MainWindow> reopened()
    {
        auto window = std::make_unique<MainWindow>(&m_appearance);
        window->show();
        window->files().openFile(path());
        return window;
    }
    static bool reaches(MainWindow& window, SessionState state)
    {
        return QTest::qWaitFor([&] { return window.run().state() == state && window.document().trained(); }, 60'000);
    }
    static bool steps(MainWindow& window, std::int64_t count)
    {
        for (std::int64_t i = 0; i < count; ++i) {
            const std::int64_t before = window.run().hasRun() ? window.run().lastUpdate().step : 0;
            window.run().singleStep();
            if (!QTest::qWaitFor(
                    [&] {
                        return window.run().lastUpdate().step == before + 1 && window.document().trained() != nullptr;
                    },
                    60'000))
                return false;
        }
        return true;
    }
    static bool save(MainWindow& window)
    {
        bool done = false;
        window.files().save([&done] { done = true; });
        return QTest::qWaitFor([&] { return done; }, 60'000);
    }
    static QMessageBox* question(MainWindow& window)
    {
        for (QMessageBox* const box : window.findChildren<QMessageBox*>()) {
            if (box->isVisible())
                return box;
        }
        return nullptr;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName(QStringLiteral("Ligature"));
        QCoreApplication::setApplicationName(QStringLiteral("Ligature saved-run tests"));
        QSettings().clear();
    }
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void anEndedTrainingIsThereAgain()
    {
        std::map<ArmId, TrainedState> trained;
        std::size_t events = 0;
        {
            const auto window = openWindow(2);
            window->run().start();
            QVERIFY(reaches(*window, SessionState::Finished));
            trained = window->document().trained()->variants;
            events = window->run().histories().at(0).steps.size();
            window->close();
            QMessageBox* const box = question(*window);
            QVERIFY(box != nullptr);
            QVERIFY2(box->text().contains("what was trained"), qPrintable(box->text()));
            QTest::mouseClick(box->button(QMessageBox::Save), Qt::LeftButton);
            QTRY_VERIFY_WITH_TIMEOUT(!window->isVisible(), 60'000);
        }
        for (const char* const file :
             {"tied.safetensors", "untied.checkpoint.safetensors", "history.csv", "report.html"})
            QVERIFY2(QFileInfo::exists(path("p.runs/trained/") + file), file);
        const auto again = reopened();
        QVERIFY(reaches(*again, SessionState::Finished));
        QVERIFY(again->document().trained()->variants == trained);
        QCOMPARE(again->run().histories().at(0).steps.size(), events);
        QVERIFY(again->run().canGoOn());
        QVERIFY(again->close()); // Nothing is new.
    }

    void aPausedTrainingGoesOnWithTheSameBits()
    {
        const auto window = openWindow(100);
        QVERIFY(steps(*window, 3));
        QVERIFY(save(*window));
        QVERIFY(steps(*window, 2));
        const auto again = reopened();
        QVERIFY(reaches(*again, SessionState::Paused));
        QCOMPARE(again->run().lastUpdate().step, std::int64_t{3});
        QVERIFY(!again->run().hasUnsavedValues());
        QVERIFY(steps(*again, 2));
        QVERIFY(again->document().trained()->variants == window->document().trained()->variants);
        QVERIFY(again->run().hasUnsavedValues());
        window->run().shutDown();
        again->run().shutDown();
    }

    void settingsThatWereChangedSinceDoNotKeepItFromGoingOn()
    {
        const auto window = openWindow(100);
        QVERIFY(steps(*window, 2));
        QVERIFY(window->document().edit(QStringLiteral("Batch"), [](Project& project) {
            project.training.batch_size = 7;
            return Result<void>();
        }));
        QVERIFY(save(*window));
        const auto again = reopened();
        QVERIFY(reaches(*again, SessionState::Paused));
        QCOMPARE(again->document().project().training.batch_size, std::int64_t{7});
        QVERIFY(again->run().settings().batch_size != 7); // Until a training begins anew.
        again->run().shutDown();
        window->run().shutDown();
    }

    void anotherNetworkHasNoRun()
    {
        const auto window = openWindow(100);
        QVERIFY(steps(*window, 1));
        QVERIFY(save(*window));
        Project changed = window->document().project();
        QVERIFY(removeRelu(changed));
        window->run().shutDown();
        window->document().replace(changed, path());
        QVERIFY(save(*window));
        const auto again = reopened();
        QTest::qWait(100);
        QVERIFY(!again->run().hasRun());
        QVERIFY(QFileInfo::exists(path("p.runs/trained/tied.safetensors"))); // It is left alone.
    }

    void aDamagedRunLeavesTheProjectOpenAndSaysWhy()
    {
        {
            const auto window = openWindow(100'000);
            QVERIFY(steps(*window, 1));
            QVERIFY(save(*window));
            window->run().shutDown();
        }
        QFile checkpoint(path("p.runs/trained/tied.checkpoint.safetensors"));
        QVERIFY(checkpoint.resize(100));
        const auto again = reopened();
        QTRY_COMPARE_WITH_TIMEOUT(again->run().state(), SessionState::Failed, 60'000);
        QVERIFY(again->run().lastUpdate().error.has_value());
        QVERIFY(!again->document().network().layers.empty());
        again->run().start();
        QTRY_COMPARE_WITH_TIMEOUT(again->run().state(), SessionState::Running, 60'000);
        again->run().shutDown();
    }

private:
    static bool removeRelu(Project& project)
    {
        for (const auto& [id, layer] : project.network.layers) {
            if (layer.type == "tanh" || layer.type == "relu" || layer.type == "sigmoid") {
                removeAndReconnect(project.network, id);
                return true;
            }
        }
        return false;
    }
};

LIGATURE_TEST(SavedRunTest)

} // namespace tst_saved_run

#include "tst_saved_run.moc"
