// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <QStandardPaths>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include "core/project/experiment_axis.h"
#include "tests/support/test_program.h"
#include "ui/dialogs/attribute_field.h"
#include "ui/dialogs/message_bar.h"
#include "ui/plots/metric_plot_panel.h"
#include "ui/plots/plot_area.h"
#include "ui/theme/appearance.h"
#include "ui/window/compare/compare_actions.h"
#include "ui/window/compare/difference_plot.h"
#include "ui/window/compare/experiment_form.h"
#include "ui/window/compare/mean_plot.h"
#include "ui/window/compare/runs_table.h"
#include "ui/window/file_actions.h"
#include "ui/window/main_window.h"
#include "ui/window/workspace.h"

namespace tst_compare {

using namespace ligature;

/// The comparison in the window, by keys and clicks.
class CompareTest : public QObject {
    Q_OBJECT

    Appearance m_appearance;
    std::unique_ptr<MainWindow> m_window;

    template <typename Widget>
    Widget* find(const char* name) const
    {
        return m_window->findChild<Widget*>(QLatin1String(name));
    }
    [[nodiscard]] const Project& project() const { return m_window->document().project(); }
    void change(const std::function<void(Project&)>& edit) const
    {
        QVERIFY(m_window->document()
                    .edit(QStringLiteral("Change"),
                          [&edit](Project& project) -> Result<void> {
                              edit(project);
                              return {};
                          })
                    .has_value());
    }
    void shorten(std::int64_t epochs, std::int64_t seeds) const
    {
        change([=](Project& project) {
            project.training.epochs = epochs;
            project.experiment.seeds = seeds;
        });
    }
    bool waitFor(ExperimentState state) const
    {
        return QTest::qWaitFor([&] { return m_window->experiment().update().state == state; }, 60'000);
    }
    /// Chooses an entry of a menu, and of those below it.
    void choose(const char* button, const QString& name) const
    {
        QMenu* const menu = find<QPushButton>(button)->menu();
        emit menu->aboutToShow();
        auto* const action = menu->findChild<QAction*>(name);
        QVERIFY2(action != nullptr, qPrintable(name));
        action->trigger();
    }
    [[nodiscard]] QString verdict() const
    {
        const auto* const label = find<QLabel>("verdict_sentence");
        return label == nullptr ? QString() : label->text();
    }

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName(QStringLiteral("Ligature"));
        QCoreApplication::setApplicationName(QStringLiteral("Ligature comparison tests"));
        m_appearance.start();
    }
    void init()
    {
        QSettings().clear();
        m_window = std::make_unique<MainWindow>(&m_appearance);
        m_window->files().openExample(QStringLiteral("tied-autoencoder-digits"));
        m_window->resize(1440, 900);
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }
    void cleanup() { m_window.reset(); }

    void workspacesAreAKeyAwayAndEachIsAsItWasLeft()
    {
        auto* const workspace = m_window->findChild<Workspace*>();
        const auto isShown = [workspace](const char* name) {
            return workspace->dock(QLatin1String(name))->isVisible();
        };
        QVERIFY(isShown("palette") && isShown("training") && !isShown("compare"));
        QTest::keyClick(m_window.get(), Qt::Key_3, Qt::ControlModifier);
        QCOMPARE(workspace->mode(), WorkspaceMode::Compare);
        QVERIFY(isShown("compare") && !isShown("training") && !isShown("palette") && !isShown("inspector"));
        QTest::keyClick(m_window.get(), Qt::Key_2, Qt::ControlModifier);
        QVERIFY(isShown("training") && !isShown("compare") && !isShown("outline"));
        // Here the outline is wanted, and stays so.
        workspace->dock(QStringLiteral("outline"))->show();
        QTest::keyClick(m_window.get(), Qt::Key_1, Qt::ControlModifier);
        QVERIFY(isShown("palette") && isShown("training") && !isShown("compare"));
        QTest::keyClick(m_window.get(), Qt::Key_2, Qt::ControlModifier);
        QVERIFY(isShown("outline") && !isShown("palette"));
        // The next window begins where this one was left.
        m_window->close();
        m_window = std::make_unique<MainWindow>(&m_appearance);
        m_window->files().openExample(QStringLiteral("tied-autoencoder-digits"));
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        QCOMPARE(m_window->findChild<Workspace*>()->mode(), WorkspaceMode::Train);
        QVERIFY(find<QAction>("workspace_train")->isChecked());
    }

    /// The curves have room: 300 pixels in Train, 180 in Draw, at 1440 x 900.
    void theCurvesHaveRoom_data()
    {
        QTest::addColumn<int>("key");
        QTest::addColumn<int>("least");
        QTest::newRow("draw") << int(Qt::Key_1) << 180;
        QTest::newRow("train") << int(Qt::Key_2) << 300;
    }
    void theCurvesHaveRoom()
    {
        QFETCH(int, key);
        QFETCH(int, least);
        shorten(20, 6);
        QTest::keyClick(m_window.get(), static_cast<Qt::Key>(key), Qt::ControlModifier);
        QTest::keyClick(m_window.get(), Qt::Key_F5);
        QVERIFY(QTest::qWaitFor([&] { return m_window->run().state() == SessionState::Finished; }, 20'000));
        QTest::qWait(50);
        const int height = m_window->findChild<MetricPlotPanel*>()->lossPlot()->area()->plotRect().height();
        QVERIFY2(height >= least, qPrintable(QString::number(height)));
    }

    void aClickGivesAVerdictInWords()
    {
        QVERIFY(find<QLabel>("verdict_empty") != nullptr);
        shorten(3, 6);
        QTest::keyClick(m_window.get(), Qt::Key_3, Qt::ControlModifier);
        QTest::mouseClick(find<QPushButton>("compare_button"), Qt::LeftButton);
        QVERIFY(waitFor(ExperimentState::Finished));
        QVERIFY2(verdict().contains(QStringLiteral("Tied: worse.")), qPrintable(verdict()));
        QVERIFY(verdict().contains(QStringLiteral("2,048 parameters fewer (49 %)")));
        QVERIFY(verdict().contains(QStringLiteral("6 seeds, paired")));
        const auto* const table = m_window->findChild<RunsTable*>();
        QCOMPARE(table->model()->rowCount(), 2);
        QVERIFY2(table->text().contains(QStringLiteral("\tWorse\t")), qPrintable(table->text()));
        QVERIFY(!m_window->findChild<DifferencePlot*>()->accessibleDescription().isEmpty());
        const auto& curves = m_window->findChild<MeanPlot*>()->plot()->area()->curves();
        QCOMPARE(curves.size(), std::size_t{2});
        QCOMPARE(curves[0].runs.size(), std::size_t{6});
        QCOMPARE(curves[0].series->size(), std::size_t{4}); // the start and three epochs
        // Its figures are those of the core.
        QCOMPARE(curves[0].series->raw()[3],
                 *m_window->experiment().update().answer->figures.groups[0].arms[0].val_loss.summary.mean);
    }

    void moreSeedsTrainTheNewOnesAlone()
    {
        shorten(2, 6);
        ExperimentController& experiment = m_window->experiment();
        QTest::keyClick(m_window.get(), Qt::Key_F8);
        QVERIFY(waitFor(ExperimentState::Finished));
        const std::string key = experiment.update().answer->figures.groups[0].arms[0].runs[0]->key;
        const double seconds = experiment.update().answer->figures.groups[0].arms[0].runs[0]->seconds;
        change([](Project& project) { project.experiment.seeds = 8; });
        QVERIFY(experiment.isOutdated());
        QVERIFY(find<QLabel>("verdict_outdated") != nullptr);
        QTest::keyClick(m_window.get(), Qt::Key_F8);
        QVERIFY(QTest::qWaitFor([&] { return experiment.update().progress.runs == 16; }, 20'000));
        QVERIFY(waitFor(ExperimentState::Finished));
        QVERIFY(!experiment.isOutdated());
        const RunResult& first = *experiment.update().answer->figures.groups[0].arms[0].runs[0];
        QCOMPARE(first.key, key);
        QCOMPARE(first.seconds, seconds); // the same run, not trained again
        QCOMPARE(experiment.update().answer->figures.seeds.size(), std::size_t{8});
    }

    void theFormIsTheProjectsPlanAndIsUndone()
    {
        QTest::keyClick(m_window.get(), Qt::Key_3, Qt::ControlModifier);
        choose("compared_arms", QStringLiteral("arm_narrowed"));
        QCOMPARE(project().experiment.arms.size(), std::size_t{3});
        QCOMPARE(project().training.arms.size(), std::size_t{2}); // what is trained is another choice
        auto* const baseline = find<QComboBox>("baseline");
        QCOMPARE(baseline->count(), 3);
        QCOMPARE(baseline->currentText(), QStringLiteral("Untied"));
        baseline->setFocus();
        QTest::keyClick(baseline, Qt::Key_Up);
        QCOMPARE(project().experiment.baseline, std::optional(tiedArm));
        auto* const fractions = find<QLineEdit>("fractions");
        fractions->setFocus();
        fractions->selectAll();
        QTest::keyClicks(fractions, QStringLiteral("10 %, 0.5, 1"));
        QTest::keyClick(fractions, Qt::Key_Return);
        QCOMPARE(project().experiment.fractions, (std::vector<double>{0.1, 0.5, 1}));
        fractions->selectAll();
        QTest::keyClicks(fractions, QStringLiteral("0.1, 7"));
        QTest::keyClick(fractions, Qt::Key_Return);
        QCOMPARE(fractions->text(), QStringLiteral("0.1, 0.5, 1")); // no share is 7
        choose("vary", QStringLiteral("vary_learning_rate"));
        QCOMPARE(project().experiment.axes.size(), std::size_t{1});
        auto* const values = find<QLineEdit>("axis_values_0");
        values->setFocus();
        values->selectAll();
        QTest::keyClicks(values, QStringLiteral("0.001, 0.01"));
        QTest::keyClick(values, Qt::Key_Return);
        QCOMPARE(axisText(project().experiment.axes[0], project().network), std::string("learning_rate=0.001,0.01"));
        while (m_window->document().undoStack()->canUndo())
            m_window->document().undoStack()->undo();
        QCOMPARE(project().experiment, ExperimentPlan());
    }

    void aWrongValueIsToldInItsPlace()
    {
        choose("vary", QStringLiteral("vary_learning_rate"));
        QTest::keyClick(m_window.get(), Qt::Key_3, Qt::ControlModifier);
        auto* const values = find<QLineEdit>("axis_values_0");
        values->setFocus();
        values->selectAll();
        QTest::keyClicks(values, QStringLiteral("fast"));
        QTest::keyClick(values, Qt::Key_Return);
        const auto* const problem = find<QLabel>("axis_problem_0");
        QVERIFY(problem->isVisible());
        QVERIFY2(problem->text().contains(QStringLiteral("fast")), qPrintable(problem->text()));
    }

    void severalSettingsAreRowsAndTheChosenOneIsTold()
    {
        shorten(1, 6);
        change([](Project& project) { project.experiment.fractions = {0.1, 1}; });
        QTest::keyClick(m_window.get(), Qt::Key_F8);
        QVERIFY(waitFor(ExperimentState::Finished));
        auto* const table = m_window->findChild<RunsTable*>();
        QCOMPARE(table->model()->rowCount(), 4);
        const QString first = verdict();
        auto* const groups = find<QComboBox>("compare_group");
        QVERIFY(groups->isVisible());
        table->setFocus();
        table->setCurrentIndex(table->model()->index(2, 0));
        QCOMPARE(groups->currentIndex(), 1);
        QVERIFY(verdict() != first);
        QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier);
        QVERIFY(QApplication::clipboard()->text().startsWith(QStringLiteral("Arm\tSamples\t")));
    }

    void itPausesGoesOnAndStops()
    {
        shorten(2000, 10);
        ExperimentController& experiment = m_window->experiment();
        QTest::keyClick(m_window.get(), Qt::Key_F8);
        QVERIFY(waitFor(ExperimentState::Running));
        QTest::keyClick(m_window.get(), Qt::Key_F6, Qt::ShiftModifier);
        QVERIFY(waitFor(ExperimentState::Paused));
        QVERIFY(find<QPushButton>("compare_resume_button")->isVisible());
        QTest::qWait(200);
        const std::int64_t done = experiment.update().progress.done;
        QTest::qWait(300);
        QCOMPARE(experiment.update().progress.done, done);
        QTest::keyClick(m_window.get(), Qt::Key_F8);
        QVERIFY(waitFor(ExperimentState::Running));
        QTest::keyClick(m_window.get(), Qt::Key_F8, Qt::ShiftModifier);
        QVERIFY(waitFor(ExperimentState::Stopped));
        QVERIFY(find<QPushButton>("compare_button")->isEnabled());
    }

    void whatCannotBeComparedIsSaid()
    {
        QTest::keyClick(m_window.get(), Qt::Key_3, Qt::ControlModifier);
        change([](Project& project) { project.experiment.arms = {tiedArm}; });
        auto* const message = find<MessageBar>("compare_message");
        QTRY_VERIFY(message->isVisible());
        QVERIFY2(message->text().contains(QStringLiteral("two arms")), qPrintable(message->text()));
        QVERIFY(!find<QPushButton>("compare_button")->isEnabled());
        change([](Project& project) {
            project.experiment.arms = {};
            project.training.validation_fraction = 0;
        });
        QTRY_VERIFY(message->text().contains(QStringLiteral("validation split")));
    }

    void anotherProjectHasNoAnswerYet()
    {
        shorten(1, 6);
        QTest::keyClick(m_window.get(), Qt::Key_F8);
        QVERIFY(waitFor(ExperimentState::Finished));
        m_window->document().undoStack()->setClean(); // Nobody asks whether to save it.
        m_window->files().openExample(QStringLiteral("shared-dense"));
        QVERIFY(m_window->experiment().update().answer == nullptr);
        QVERIFY(find<QLabel>("verdict_empty") != nullptr);
    }

    void whatNothingKeepsIsAskedAbout()
    {
        shorten(5000, 10);
        m_window->document().undoStack()->setClean();
        QTest::keyClick(m_window.get(), Qt::Key_F8);
        QVERIFY(waitFor(ExperimentState::Running));
        QVERIFY(!m_window->close());
        auto* const question = find<QMessageBox>("comparison_question");
        QVERIFY(question != nullptr);
        QTest::keyClick(question, Qt::Key_Return); // Enter loses nothing.
        QVERIFY(m_window->isVisible());
        QVERIFY(m_window->experiment().isActive());
        m_window->experiment().stop();
        QVERIFY(waitFor(ExperimentState::Stopped));
        QVERIFY(m_window->close());
    }

    void savingKeepsWhatWasComparedBefore()
    {
        const QTemporaryDir folder;
        shorten(1, 6);
        QTest::keyClick(m_window.get(), Qt::Key_F8);
        QVERIFY(waitFor(ExperimentState::Finished));
        const auto first = m_window->experiment().update().answer;
        QVERIFY(m_window->document().saveAs(folder.filePath(QStringLiteral("b.ligature"))).has_value());
        QTest::keyClick(m_window.get(), Qt::Key_F8);
        QVERIFY(QTest::qWaitFor([&] { return m_window->experiment().update().answer != nullptr; }, 20'000));
        QVERIFY(waitFor(ExperimentState::Finished));
        QCOMPARE(m_window->experiment().update().answer->figures.groups[0].arms[0].runs[0]->seconds,
                 first->figures.groups[0].arms[0].runs[0]->seconds);
        QCOMPARE(
            QDir(folder.filePath(QStringLiteral("b.runs/compare/runs"))).entryList({QStringLiteral("*.json")}).size(),
            12);
    }

    void runsOfASavedProjectStayBesideIt()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("a.ligature"));
        shorten(1, 6);
        QVERIFY(m_window->document().saveAs(path).has_value());
        QTest::keyClick(m_window.get(), Qt::Key_F8);
        QVERIFY(waitFor(ExperimentState::Finished));
        const QString kept = verdict();
        QCOMPARE(
            QDir(folder.filePath(QStringLiteral("a.runs/compare/runs"))).entryList({QStringLiteral("*.json")}).size(),
            12);
        m_window->close();
        m_window = std::make_unique<MainWindow>(&m_appearance);
        QVERIFY(m_window->document().open(path).has_value());
        m_window->showWorkspace();
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        m_window->experiment().start();
        QVERIFY(waitFor(ExperimentState::Finished));
        QCOMPARE(verdict(), kept);
    }
};

LIGATURE_TEST(CompareTest)

} // namespace tst_compare

#include "tst_compare.moc"
