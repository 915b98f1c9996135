// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/test_program.h"
#include "ui/theme/appearance.h"
#include "ui/window/file_actions.h"
#include "ui/window/main_window.h"

namespace tst_leaving {

using namespace ligature;

/// Nothing that the user made is taken away without a question.
class LeavingTest : public QObject {
    Q_OBJECT

    Appearance m_appearance;
    QTemporaryDir m_folder;

    std::unique_ptr<MainWindow> openWindow()
    {
        auto window = std::make_unique<MainWindow>(&m_appearance);
        window->files().openExample(QStringLiteral("digits-classifier"));
        window->show();
        return window;
    }

    static void change(MainWindow& window, std::int64_t epochs)
    {
        QVERIFY(window.document()
                    .edit(QStringLiteral("Change the epochs"),
                          [epochs](Project& project) -> Result<void> {
                              project.training.epochs = epochs;
                              return {};
                          })
                    .has_value());
    }

    static QMessageBox* question(MainWindow& window, const char* name)
    {
        for (QMessageBox* const box : window.findChildren<QMessageBox*>(QLatin1String(name))) {
            if (box->isVisible())
                return box;
        }
        return nullptr;
    }

    static void answer(QMessageBox* box, QMessageBox::ButtonRole role)
    {
        for (QAbstractButton* const button : box->buttons()) {
            if (box->buttonRole(button) == role) {
                QTest::mouseClick(button, Qt::LeftButton);
                return;
            }
        }
        QFAIL("there is no such button");
    }

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName(QStringLiteral("Ligature"));
        QCoreApplication::setApplicationName(QStringLiteral("Ligature leaving tests"));
        QSettings().clear();
    }

    void anUnchangedProjectIsLeftWithoutAQuestion()
    {
        const auto window = openWindow();
        QVERIFY(window->close());
        QVERIFY(!window->isVisible());
    }

    void cancelKeepsTheWindowAndTheChanges()
    {
        const auto window = openWindow();
        change(*window, 3);
        window->close();
        QMessageBox* const box = question(*window, "unsaved_question");
        QVERIFY(box != nullptr);
        QTest::mouseClick(box->button(QMessageBox::Cancel), Qt::LeftButton);
        QVERIFY(window->isVisible());
        QVERIFY(window->document().isModified());
    }

    void discardLeavesWithoutSaving()
    {
        const auto window = openWindow();
        const QString path = m_folder.filePath(QStringLiteral("discard.ligature"));
        QVERIFY(window->document().saveAs(path).has_value());
        change(*window, 3);
        window->close();
        QTest::mouseClick(question(*window, "unsaved_question")->button(QMessageBox::Discard), Qt::LeftButton);
        QVERIFY(!window->isVisible());
        Document again;
        QVERIFY(again.open(path).has_value());
        QVERIFY(again.project().training.epochs != 3);
    }

    void saveWritesTheFileAndThenLeaves()
    {
        const auto window = openWindow();
        const QString path = m_folder.filePath(QStringLiteral("save.ligature"));
        QVERIFY(window->document().saveAs(path).has_value());
        change(*window, 3);
        window->close();
        QTest::mouseClick(question(*window, "unsaved_question")->button(QMessageBox::Save), Qt::LeftButton);
        QTRY_VERIFY(!window->isVisible());
        Document again;
        QVERIFY(again.open(path).has_value());
        QCOMPARE(again.project().training.epochs, std::int64_t{3});
    }

    void aSaveThatFailsKeepsTheWindow()
    {
        const auto window = openWindow();
        QTemporaryDir gone;
        QVERIFY(window->document().saveAs(gone.filePath(QStringLiteral("p.ligature"))).has_value());
        QVERIFY(gone.remove());
        change(*window, 3);
        window->close();
        QSignalSpy failed(&window->files(), &FileActions::failed);
        QTest::mouseClick(question(*window, "unsaved_question")->button(QMessageBox::Save), Qt::LeftButton);
        QTRY_COMPARE(failed.count(), 1);
        QVERIFY(window->isVisible());
        QVERIFY(window->document().isModified());
    }

    void aNewProjectAsksToo()
    {
        const auto window = openWindow();
        change(*window, 3);
        window->files().newProject();
        QTest::mouseClick(question(*window, "unsaved_question")->button(QMessageBox::Discard), Qt::LeftButton);
        QVERIFY(window->document().network().layers.empty());
        QVERIFY(!window->document().isModified());
    }

    void aRunningTrainingIsAskedAboutAndStopped()
    {
        const auto window = openWindow();
        change(*window, 100'000);
        QVERIFY(window->document().saveAs(m_folder.filePath(QStringLiteral("train.ligature"))).has_value());
        window->run().start();
        window->close();
        QMessageBox* box = question(*window, "training_question");
        QVERIFY(box != nullptr);
        answer(box, QMessageBox::RejectRole); // keep training
        QVERIFY(window->isVisible());
        QVERIFY(window->run().isActive());

        window->close();
        box = question(*window, "training_question");
        QVERIFY(box != nullptr);
        answer(box, QMessageBox::DestructiveRole);
        QVERIFY(!window->isVisible());
        QVERIFY(!window->run().isActive());
    }

    void aPausedTrainingIsNotSaidToGoOn()
    {
        const auto window = openWindow();
        change(*window, 100'000);
        window->run().start();
        QTRY_VERIFY_WITH_TIMEOUT(window->run().lastUpdate().step > 10, 20'000);
        window->run().pause();
        QTRY_VERIFY_WITH_TIMEOUT(window->run().state() == SessionState::Paused, 20'000);
        window->close();
        QMessageBox* const box = question(*window, "training_question");
        QVERIFY(box != nullptr);
        QVERIFY2(!box->informativeText().contains(QStringLiteral("pause")), qPrintable(box->informativeText()));
        answer(box, QMessageBox::RejectRole);
        QVERIFY(window->run().state() == SessionState::Paused);
        window->run().shutDown();
    }

    void keepTrainingIsWhatEscapeAndEnterMean_data()
    {
        QTest::addColumn<int>("key");
        QTest::newRow("Escape") << int(Qt::Key_Escape);
        QTest::newRow("Enter") << int(Qt::Key_Return);
    }
    void keepTrainingIsWhatEscapeAndEnterMean()
    {
        QFETCH(int, key);
        const auto window = openWindow();
        change(*window, 100'000);
        window->run().start();
        window->close();
        QMessageBox* const box = question(*window, "training_question");
        QVERIFY(box != nullptr);
        QTest::keyClick(box, Qt::Key(key));
        QVERIFY(!box->isVisible());
        QVERIFY(window->isVisible());
        QVERIFY(window->run().isActive());
        window->run().shutDown();
    }
};

LIGATURE_TEST(LeavingTest)

} // namespace tst_leaving

#include "tst_leaving.moc"
