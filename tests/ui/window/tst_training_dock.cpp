// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPointer>
#include <QPushButton>
#include <QSettings>
#include <QStandardPaths>
#include <QTabWidget>
#include <QTest>
#include <QToolButton>

#include "core/network/edits.h"
#include "tests/support/test_program.h"
#include "ui/dialogs/attribute_field.h"
#include "ui/dialogs/data_dialog.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/dialogs/message_bar.h"
#include "ui/outline/outline_widget.h"
#include "ui/plots/legend_entry.h"
#include "ui/plots/metric_plot_panel.h"
#include "ui/plots/plot_type.h"
#include "ui/plots/uses_panel.h"
#include "ui/theme/appearance.h"
#include "ui/theme/theme.h"
#include "ui/window/file_actions.h"
#include "ui/window/main_window.h"
#include "ui/window/training/training_panel.h"
#include "ui/window/training/training_settings_form.h"

namespace tst_training_dock {

using namespace ligature;

/// The training dock and the status bar, by keys and clicks.
class TrainingDockTest : public QObject {
    Q_OBJECT

    Appearance m_appearance;
    std::unique_ptr<MainWindow> m_window;

    [[nodiscard]] QPushButton* button(const char* name) const
    {
        return m_window->findChild<QPushButton*>(QLatin1String(name));
    }
    void setEpochs(std::int64_t epochs) const
    {
        QVERIFY(m_window->document()
                    .edit(QStringLiteral("Change the epochs"),
                          [epochs](Project& project) -> Result<void> {
                              project.training.epochs = epochs;
                              return {};
                          })
                    .has_value());
    }
    void unlinkDecoder() const
    {
        const LayerId decoder = *findLayer(m_window->document().network(), "decoder");
        QVERIFY(m_window->document()
                    .edit(QStringLiteral("Unlink"),
                          [decoder](Project& project) -> Result<void> {
                              unlink(project.network, Port{decoder, "input"});
                              return {};
                          })
                    .has_value());
    }

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName(QStringLiteral("Ligature"));
        QCoreApplication::setApplicationName(QStringLiteral("Ligature dock tests"));
        QSettings().clear();
        m_appearance.start();
    }
    void init()
    {
        m_window = std::make_unique<MainWindow>(&m_appearance);
        m_window->files().openExample(QStringLiteral("tied-autoencoder-digits"));
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }
    void cleanup() { m_window.reset(); }

    void theKeysStartPauseStepResumeAndStop()
    {
        setEpochs(100'000);
        RunController& run = m_window->run();
        QTest::keyClick(m_window.get(), Qt::Key_F5);
        QVERIFY(QTest::qWaitFor([&] { return run.lastUpdate().step > 10; }, 20'000));
        QTest::keyClick(m_window.get(), Qt::Key_F6);
        QVERIFY(QTest::qWaitFor([&] { return run.state() == SessionState::Paused; }, 20'000));
        QVERIFY(button("resume_button")->isVisible());
        const std::int64_t at = run.lastUpdate().step;
        QTest::keyClick(m_window.get(), Qt::Key_F10);
        QVERIFY(QTest::qWaitFor([&] { return run.lastUpdate().step == at + 1; }, 20'000));
        QTest::keyClick(m_window.get(), Qt::Key_F5);
        QVERIFY(QTest::qWaitFor([&] { return run.lastUpdate().step > at + 10; }, 20'000));
        QTest::keyClick(m_window.get(), Qt::Key_F5, Qt::ShiftModifier);
        QVERIFY(QTest::qWaitFor([&] { return run.state() == SessionState::Stopped; }, 20'000));
    }

    void theTwinCheckAndTheResultAreShown()
    {
        setEpochs(2);
        QTest::mouseClick(button("start_button"), Qt::LeftButton);
        const auto* const place = m_window->findChild<QLabel*>(QStringLiteral("progress_place"));
        QTRY_VERIFY_WITH_TIMEOUT(place->text().startsWith(QStringLiteral("Finished")), 20'000);
        // What it came to stands in the legend, where it takes no row from the curves.
        const auto& legend = m_window->findChild<MetricPlotPanel*>()->lossPlot()->legend();
        QCOMPARE(legend[1]->text(), QStringLiteral("Tied, validation"));
        QVERIFY(legend[1]->value().startsWith(QStringLiteral("0.")));
        const auto* const check = m_window->findChild<QLabel*>(QStringLiteral("twin_check"));
        QVERIFY2(check->text().startsWith(QStringLiteral("Identical to the last bit")), qPrintable(check->text()));
        QVERIFY(check->isVisible());
    }

    void eachPlotOfTheListHasATab()
    {
        const auto* const tabs = m_window->findChild<QTabWidget*>(QStringLiteral("plots"));
        QCOMPARE(tabs->count(), static_cast<int>(plotTypes().size()));
        for (int i = 0; i < tabs->count(); ++i) {
            QCOMPARE(tabs->tabText(i), plotTypes()[static_cast<std::size_t>(i)]->title());
            QCOMPARE(tabs->tabToolTip(i), plotTypes()[static_cast<std::size_t>(i)]->help());
        }
    }

    void whatDoesNotFitTheDataIsMendedFromTheDockWithoutAStart()
    {
        Document& document = m_window->document();
        auto* const obstacle = m_window->findChild<MessageBar*>(QStringLiteral("training_obstacle"));
        auto* const mend = obstacle->findChild<QPushButton*>();
        QVERIFY(document.edit(QStringLiteral("Choose data"), [](Project& project) -> Result<void> {
            project.data = {.format = "iris"};
            return {};
        }));
        QTRY_VERIFY_WITH_TIMEOUT(obstacle->isVisible() && mend->isVisible(), 20'000);
        QCOMPARE(mend->text(), QStringLiteral("Make it 4"));
        QTest::mouseClick(mend, Qt::LeftButton);
        QCOMPARE(document.undoStack()->undoText(), QStringLiteral("Make it 4"));
        // Now the decoder is too wide for what it is compared with.
        QTRY_VERIFY(mend->isVisible() && mend->text() == QStringLiteral("Make \"decoder\" 4 wide"));
        QTest::mouseClick(mend, Qt::LeftButton);
        QVERIFY(!document.analysis().hasErrors());
        QTRY_VERIFY(!obstacle->isVisible());
        document.undoStack()->setIndex(0);
        QTRY_VERIFY(document.dataFacts().has_value()); // Those of the digits again.
        QVERIFY(!document.analysis().hasErrors());
    }

    void dataThatCannotBeReadAreChosenFromTheDock()
    {
        QVERIFY(m_window->document().edit(QStringLiteral("Choose data"), [](Project& project) -> Result<void> {
            project.data = {.format = "csv", .options = {{"path", std::string("/nowhere.csv")}}};
            return {};
        }));
        QTest::mouseClick(button("start_button"), Qt::LeftButton);
        auto* const message = m_window->findChild<MessageBar*>(QStringLiteral("training_message"));
        auto* const mend = message->findChild<QPushButton*>();
        QTRY_VERIFY_WITH_TIMEOUT(message->isVisible() && mend->isVisible(), 20'000);
        QCOMPARE(mend->text(), QStringLiteral("Choose data…"));
        QTest::mouseClick(mend, Qt::LeftButton);
        QTRY_VERIFY(m_window->findChild<DataDialog*>() != nullptr);
        m_window->findChild<DataDialog*>()->reject();
    }

    void aLossThatIsNotFiniteOffersALowerRate()
    {
        QVERIFY(m_window->document().edit(QStringLiteral("Too fast"), [](Project& project) -> Result<void> {
            project.training.optimizer = "sgd";
            project.training.optimizer_attributes = {{"learning_rate", 5000.0}};
            project.training.epochs = 200;
            return {};
        }));
        QTest::mouseClick(button("start_button"), Qt::LeftButton);
        auto* const message = m_window->findChild<MessageBar*>(QStringLiteral("training_message"));
        auto* const mend = message->findChild<QPushButton*>();
        QTRY_VERIFY_WITH_TIMEOUT(message->isVisible() && mend->isVisible(), 20'000);
        QVERIFY(m_window->run().state() == SessionState::Diverged);
        QCOMPARE(mend->text(), QStringLiteral("Make the learning rate 500"));
        QTest::mouseClick(mend, Qt::LeftButton);
        QCOMPARE(m_window->document().project().training.optimizer_attributes.get<double>("learning_rate"), 500.0);
        QCOMPARE(m_window->document().undoStack()->undoText(), QStringLiteral("Make the learning rate 500"));
    }

    void theUsesAreWatchedWhenAskedFor()
    {
        setEpochs(100'000);
        auto* const uses = m_window->findChild<UsesPanel*>();
        auto* const sentence = uses->findChild<QLabel*>(QStringLiteral("usesSentence"));
        RunController& run = m_window->run();
        run.start();
        QTRY_VERIFY_WITH_TIMEOUT(run.lastUpdate().step > 100, 20'000);
        QVERIFY(uses->history().parameters().at(0).seen.empty());
        uses->findChild<QPushButton*>(QStringLiteral("switchUsesOn"))->click();
        QVERIFY(QSettings().value(QStringLiteral("training/watchUses")).toBool());
        QTRY_VERIFY_WITH_TIMEOUT(sentence->text().contains(QStringLiteral("gradient of W")), 20'000);
        uses->findChild<QCheckBox*>(QStringLiteral("watchUses"))->click();
        QVERIFY(!run.isWatchingUses());
        QTRY_VERIFY(sentence->text().contains(QStringLiteral("Not watched any more")));
        const std::int64_t step = run.lastUpdate().step;
        QTRY_VERIFY_WITH_TIMEOUT(run.lastUpdate().step > step + 4000, 20'000);
        const std::size_t seen = uses->history().parameters().at(0).seen.size();
        const std::int64_t later = run.lastUpdate().step;
        QTRY_VERIFY_WITH_TIMEOUT(run.lastUpdate().step > later + 4000, 20'000);
        QCOMPARE(uses->history().parameters().at(0).seen.size(), seen);
        run.stop();
    }

    void anErrorDisablesStartAndIsSaid()
    {
        unlinkDecoder();
        auto* const obstacle = m_window->findChild<MessageBar*>(QStringLiteral("training_obstacle"));
        QTRY_VERIFY(obstacle->isVisible());
        QVERIFY2(obstacle->text().contains(QStringLiteral("decoder")), qPrintable(obstacle->text()));
        QVERIFY(!button("start_button")->isEnabled());
        QVERIFY(button("start_button")->toolTip().contains(QStringLiteral("decoder")));
        m_window->document().undoStack()->undo();
        QTRY_VERIFY(!obstacle->isVisible());
        QVERIFY(button("start_button")->isEnabled());
    }

    void aLearningRateTypedAsAPowerOfTenIsOneUndoStep()
    {
        auto* const field =
            m_window->findChild<TrainingPanel*>()->findChild<AttributeField*>(QStringLiteral("learning_rate"));
        QVERIFY(field != nullptr);
        auto* const line = field->findChild<QLineEdit*>();
        line->setFocus();
        line->selectAll();
        QTest::keyClicks(line, QStringLiteral("1e-4"));
        QTest::keyClick(line, Qt::Key_Return);
        Document& document = m_window->document();
        QCOMPARE(document.project().training.optimizer_attributes.get<double>("learning_rate"), 1e-4);
        QCOMPARE(document.undoStack()->count(), 1);
        QCOMPARE(document.undoStack()->undoText(), QStringLiteral("Change the learning rate"));
        document.undoStack()->undo();
        QCOMPARE(line->text(), QStringLiteral("0.003"));
    }

    /// Adam and AdamW have the same attributes, but not the same weight decay where none is set.
    void anotherOptimizerShowsItsOwnDefaults()
    {
        auto* const panel = m_window->findChild<TrainingPanel*>();
        auto* const optimizers = panel->findChild<QComboBox*>(QStringLiteral("optimizer"));
        const auto decay = [panel] {
            return panel->findChild<AttributeField*>(QStringLiteral("weight_decay"))->findChild<QLineEdit*>()->text();
        };
        QCOMPARE(decay(), QStringLiteral("0"));
        optimizers->setFocus();
        QTest::keyClicks(optimizers, QStringLiteral("AdamW"));
        QCOMPARE(m_window->document().project().training.optimizer, std::string("adamw"));
        QCOMPARE(decay(), QStringLiteral("0.01"));
    }

    void aScheduleIsChosenAndSetInUndoSteps()
    {
        auto* const panel = m_window->findChild<TrainingPanel*>();
        auto* const schedules = panel->findChild<QComboBox*>(QStringLiteral("schedule"));
        QVERIFY(schedules != nullptr);
        QCOMPARE(schedules->currentText(), QStringLiteral("Constant"));
        QVERIFY(panel->findChild<AttributeField*>(QStringLiteral("warmup_steps")) == nullptr);
        schedules->setFocus();
        QTest::keyClicks(schedules, QStringLiteral("Cosine"));
        Document& document = m_window->document();
        QCOMPARE(document.project().training.schedule, std::string("cosine"));
        QVERIFY(schedules->toolTip().contains(QStringLiteral("half a cosine")));

        auto* const field = panel->findChild<AttributeField*>(QStringLiteral("warmup_steps"));
        QVERIFY(field != nullptr && field->isVisible());
        auto* const line = field->findChild<QLineEdit*>();
        line->setFocus();
        line->selectAll();
        QTest::keyClicks(line, QStringLiteral("50"));
        QTest::keyClick(line, Qt::Key_Return);
        QCOMPARE(document.project().training.schedule_attributes.get<std::int64_t>("warmup_steps"), 50);
        QCOMPARE(document.undoStack()->undoText(), QStringLiteral("Change the schedule: warm-up"));
        document.undoStack()->undo();
        QVERIFY(document.project().training.schedule_attributes.values().empty());
        QCOMPARE(document.undoStack()->undoText(), QStringLiteral("Choose the schedule"));
        document.undoStack()->undo();
        QCOMPARE(schedules->currentText(), QStringLiteral("Constant"));
        QCOMPARE(document.undoStack()->index(), 0);
    }

    void theVariantIsChosenWithAClick()
    {
        QTest::mouseClick(button("variant_tied"), Qt::LeftButton);
        QVERIFY(m_window->document().project().training.arms == std::vector<ArmId>{tiedArm});
        m_window->document().undoStack()->undo();
        QVERIFY(button("variant_both")->isChecked());
    }

    void anyArmsCanBeTickedMadeAndRemoved()
    {
        Document& document = m_window->document();
        const int steps = document.undoStack()->index();
        // Keys alone: Space opens the menu.
        auto* const more = button("variant_more");
        more->setFocus();
        QTimer::singleShot(0, this, [&] {
            QTRY_VERIFY(more->menu()->isVisible());
            for (int i = 0; i < 4; ++i)
                QTest::keyClick(more->menu(), Qt::Key_Down); // to the fourth, "Narrowed"
            QTest::keyClick(more->menu(), Qt::Key_Return);
        });
        QTest::keyClick(more, Qt::Key_Space);
        QTRY_COMPARE(document.project().training.arms.size(), std::size_t{3});
        QCOMPARE(toString(document.project().training.arms.back()), std::string("narrowed"));
        QCOMPARE(more->text(), QStringLiteral("3 arms"));
        QVERIFY(more->isChecked() && !button("variant_both")->isChecked());

        const auto inMenu = [&](const QString& name) {
            emit more->menu()->aboutToShow();
            return more->menu()->findChild<QAction*>(name);
        };
        QVERIFY(!inMenu(QStringLiteral("arm_tied"))->toolTip().isEmpty());
        inMenu(QStringLiteral("untie_W"))->trigger();
        QCOMPARE(document.project().network.arms.size(), std::size_t{1});
        QCOMPARE(more->text(), QStringLiteral("4 arms"));
        QVERIFY(inMenu(QStringLiteral("arm_w-untied"))->isChecked());
        QCOMPARE(document.undoStack()->undoText(), QStringLiteral("Add an arm"));

        inMenu(QStringLiteral("remove_w-untied"))->trigger();
        QVERIFY(document.project().network.arms.empty());
        QCOMPARE(document.project().training.arms.size(), std::size_t{3});
        document.undoStack()->setIndex(steps);
        QVERIFY(button("variant_both")->isChecked() && !more->isChecked());
        QVERIFY(document.project().network.arms.empty());
    }

    void theLastArmStays()
    {
        QTest::mouseClick(button("variant_tied"), Qt::LeftButton);
        auto* const more = button("variant_more");
        emit more->menu()->aboutToShow();
        QVERIFY(!more->menu()->findChild<QAction*>(QStringLiteral("arm_tied"))->isEnabled());
        m_window->document().undoStack()->undo();
    }

    void aLongDataTitleLeavesTheSettingsTheirWidth()
    {
        auto* const label = m_window->findChild<QLabel*>(QStringLiteral("data_label"));
        label->setText(QStringLiteral("Pairs of handwritten digits").repeated(4));
        const auto* const form = m_window->findChild<TrainingSettingsForm*>();
        QTest::qWait(50); // The layouts follow.
        QVERIFY2(form->width() <= form->parentWidget()->width(), qPrintable(QString::number(form->width())));
    }

    void theStatusBarCountsByStorage()
    {
        const auto* const counts = m_window->findChild<QLabel*>(QStringLiteral("counts_label"));
        QTRY_COMPARE(counts->text(), QStringLiteral("2,144 parameters tied  ·  4,192 untied  ·  8,576 B"));
    }

    /// Neither a training nor its messages widen the window or push the canvas out.
    void theWindowFitsASmallScreenBeforeAndAfterATraining()
    {
        const QSize smallest(1000, 650);
        QVERIFY2(m_window->minimumSizeHint().width() <= smallest.width(),
                 qPrintable(QString::number(m_window->minimumSizeHint().width())));
        m_window->resize(smallest);
        setEpochs(2);
        QTest::mouseClick(button("start_button"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(m_window->run().state() == SessionState::Finished, 20'000);
        QTest::qWait(50); // The layouts follow.
        QCOMPARE(m_window->size(), smallest);
        const auto* const panel = m_window->findChild<TrainingPanel*>();
        const QRect shown(panel->mapTo(m_window.get(), QPoint(0, 0)), panel->size());
        QVERIFY2(m_window->rect().contains(shown), qPrintable(QString::number(shown.right())));
        QVERIFY(m_window->findChild<QLabel*>(QStringLiteral("twin_check"))->isVisible());
    }

    void anErrorIsToldUntilItIsMended()
    {
        setEpochs(1);
        QTest::mouseClick(button("start_button"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(m_window->run().state() == SessionState::Finished, 20'000);
        unlinkDecoder();
        auto* const obstacle = m_window->findChild<MessageBar*>(QStringLiteral("training_obstacle"));
        QTRY_VERIFY(obstacle->isVisible());
        m_window->document().undoStack()->undo();
        QTRY_VERIFY(!obstacle->isVisible());
    }

    void theProgressHasRoomForEpochStepPaceAndTime()
    {
        m_window->resize(1380, 860);
        setEpochs(300);
        QTest::mouseClick(button("start_button"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(m_window->run().state() == SessionState::Finished, 60'000);
        QTest::qWait(50);
        const auto* const place = m_window->findChild<QLabel*>(QStringLiteral("progress_place"));
        QCOMPARE(place->text(), QStringLiteral("Finished  ·  Epoch 300 of 300  ·  step 13,500 of 13,500"));
        const auto* const pace = m_window->findChild<QLabel*>(QStringLiteral("progress_pace"));
        QVERIFY2(pace->text().contains(QStringLiteral(" samples/s")) && pace->text().contains(QStringLiteral("took ")),
                 qPrintable(pace->text()));
        for (const QLabel* const label : {place, pace})
            QVERIFY2(label->width() >= label->sizeHint().width(), qPrintable(label->text()));
    }

    void aBlankSheetIsNoError()
    {
        m_window->files().newProject();
        const auto* const status = m_window->findChild<QToolButton*>(QStringLiteral("diagnostics_button"));
        QTRY_COMPARE(status->text(), QStringLiteral("Nothing drawn yet"));
    }

    /// An error is red in the outline, also where a warning comes with it.
    void theOutlineShowsTheWorst()
    {
        m_window->files().newProject();
        const auto added = m_window->document().edit(QStringLiteral("Add"), [](Project& project) -> Result<void> {
            addLayer(project.network, "dense");
            return {};
        });
        QVERIFY(added.has_value());
        const auto* const outline = m_window->findChild<OutlineWidget*>();
        const QAbstractItemModel* const model = outline->model();
        QTRY_COMPARE(model->rowCount(model->index(0, 0)), 1);
        const QModelIndex row = model->index(0, 0, model->index(0, 0));
        const QString findings = row.data(Qt::ToolTipRole).toString();
        QVERIFY2(findings.contains(QStringLiteral("Error")) && findings.contains(QStringLiteral("Warning")),
                 qPrintable(findings));
        QCOMPARE(row.data(Qt::ForegroundRole).value<QBrush>().color(), themeFor(outline->palette()).error);
    }

    void theTourIsTakenWithTheKeys()
    {
        const auto actions = m_window->findChildren<QAction*>();
        const auto entry = std::ranges::find_if(
            actions, [](const QAction* action) { return action->text() == QStringLiteral("&Tour"); });
        QVERIFY(entry != actions.end());
        (*entry)->trigger();
        QPointer<QWidget> tour = m_window->findChild<QWidget*>(QStringLiteral("tour"));
        auto* const next = tour->findChild<QPushButton*>(QStringLiteral("tour_next"));
        const QString first = tour->accessibleName();
        QTest::keyClick(next, Qt::Key_Return);
        QVERIFY(tour->accessibleName() != first);
        QTest::keyClick(next, Qt::Key_Left);
        QCOMPARE(tour->accessibleName(), first);
        for (int stop = 0; stop < 5; ++stop)
            QTest::keyClick(next, Qt::Key_Right);
        QTRY_VERIFY(tour.isNull());
    }

    void theExportNeedsNoTraining()
    {
        const auto actions = m_window->findChildren<QAction*>();
        const auto found = std::ranges::find_if(
            actions, [](const QAction* action) { return action->text() == QStringLiteral("&Export…"); });
        QVERIFY(found != actions.end());
        QVERIFY((*found)->isEnabled());
        (*found)->trigger();
        auto* const dialog = m_window->findChild<ExportDialog*>();
        QVERIFY(dialog != nullptr && dialog->isVisible());
        QTRY_VERIFY(dialog->findChild<QPushButton*>(QStringLiteral("save"))->isEnabled());
        dialog->reject();
    }
};

LIGATURE_TEST(TrainingDockTest)

} // namespace tst_training_dock

#include "tst_training_dock.moc"
