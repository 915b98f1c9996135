// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <set>

#include <QDir>
#include <QFile>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "core/experiment/run_notes.h"
#include "tests/support/test_program.h"
#include "ui/dialogs/message_bar.h"
#include "ui/plots/curve_style.h"
#include "ui/theme/appearance.h"
#include "ui/training/run_library.h"
#include "ui/window/compare/compare_panel.h"
#include "ui/window/compare/mean_plot.h"
#include "ui/window/compare/runs_table.h"
#include "ui/window/file_actions.h"
#include "ui/window/main_window.h"
#include "ui/window/workspace.h"

namespace tst_runs_panel {

using namespace ligature;

/// The runs of a comparison in the window, by keys and by the mouse.
class RunsPanelTest : public QObject {
    Q_OBJECT

    Appearance m_appearance;
    std::unique_ptr<MainWindow> m_window;
    std::unique_ptr<QTemporaryDir> m_folder;

    template <typename Widget>
    Widget* find(const char* name) const
    {
        return m_window->findChild<Widget*>(QLatin1String(name));
    }
    [[nodiscard]] RunsTable* table() const { return m_window->findChild<RunsTable*>(); }
    [[nodiscard]] const RunsModel& rows() const { return *table()->runs(); }
    [[nodiscard]] RunLibrary* library() const { return m_window->findChild<ComparePanel*>()->runs(); }
    [[nodiscard]] const std::vector<Curve>& curves() const
    {
        return m_window->findChild<MeanPlot*>()->plot()->area()->curves();
    }
    [[nodiscard]] QString path() const { return m_folder->filePath(QStringLiteral("a.ligature")); }
    [[nodiscard]] QDir runsFolder() const { return m_folder->filePath(QStringLiteral("a.runs/compare/runs")); }
    [[nodiscard]] qsizetype filesOnDisk() const
    {
        return runsFolder().entryList({QStringLiteral("*.json")}, QDir::Files).size();
    }
    [[nodiscard]] RunNotes notesOnDisk() const
    {
        const auto notes = readRunNotes(m_folder->filePath(QStringLiteral("a.runs/compare")).toStdString());
        return notes.value_or(RunNotes());
    }
    void openWindow()
    {
        m_window = std::make_unique<MainWindow>(&m_appearance);
        m_window->resize(1440, 900);
    }
    void showWindow()
    {
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        QTest::keyClick(m_window.get(), Qt::Key_3, Qt::ControlModifier);
    }
    void compare(const std::vector<double>& fractions = {1}) const
    {
        QVERIFY(m_window->document()
                    .edit(QStringLiteral("Change"),
                          [&fractions](Project& project) -> Result<void> {
                              project.training.epochs = 2;
                              project.experiment.seeds = 6;
                              project.experiment.fractions = fractions;
                              return {};
                          })
                    .has_value());
        QVERIFY(m_window->document().saveAs(path()).has_value());
        runComparison();
    }
    void runComparison() const
    {
        QTest::keyClick(m_window.get(), Qt::Key_F8);
        QVERIFY(QTest::qWaitFor([&] { return m_window->experiment().isActive(); }, 5'000) ||
                m_window->experiment().update().state == ExperimentState::Finished);
        QVERIFY(QTest::qWaitFor([&] { return !m_window->experiment().isActive(); }, 60'000));
    }
    [[nodiscard]] QString cell(const QModelIndex& row, RunColumn::Kind kind) const
    {
        const auto column = rows().placeOf(kind);
        return column ? row.siblingAtColumn(*column).data().toString() : QString();
    }
    [[nodiscard]] QPoint middleOf(const QModelIndex& index) const { return table()->visualRect(index).center(); }
    /// Chooses a row with the mouse.
    void click(const QModelIndex& row) const
    {
        QTest::mouseClick(table()->viewport(), Qt::LeftButton, {}, middleOf(row));
    }
    void openGroup(int row) const
    {
        click(rows().index(row, 0));
        QTest::keyClick(table(), Qt::Key_Right);
        QVERIFY(table()->isExpanded(rows().index(row, 0)));
    }
    void type(const QString& text, Qt::Key end = Qt::Key_Return) const
    {
        auto* const editor = table()->viewport()->findChild<QLineEdit*>();
        QVERIFY(editor != nullptr);
        editor->selectAll();
        QTest::keyClicks(editor, text);
        QTest::keyClick(editor, end);
        QTRY_VERIFY(table()->viewport()->findChild<QLineEdit*>() == nullptr); // It is taken a moment later.
    }

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName(QStringLiteral("Ligature"));
        QCoreApplication::setApplicationName(QStringLiteral("Ligature runs tests"));
        m_appearance.start();
    }
    void init()
    {
        QSettings().clear();
        m_folder = std::make_unique<QTemporaryDir>();
        openWindow();
        m_window->files().openExample(QStringLiteral("tied-autoencoder-digits"));
        QVERIFY(m_window->document().saveAs(path()).has_value());
        showWindow();
    }
    void cleanup()
    {
        m_window.reset();
        m_folder.reset();
    }

    void anEmptyTableSaysWhatComesThere()
    {
        QCOMPARE(rows().rowCount(), 0);
        QVERIFY(!table()->accessibleName().isEmpty() && !find<QLineEdit>("runs_filter")->accessibleName().isEmpty());
        QVERIFY(!find<QPushButton>("earlier_runs")->isVisible());
        QVERIFY(!QDir(m_folder->filePath(QStringLiteral("a.runs"))).exists()); // To look makes no folder.
    }

    void armsHaveTheirRunsBelowThem()
    {
        compare();
        QTRY_COMPARE(rows().rowCount(), 2);
        const QModelIndex tied = rows().index(0, 0);
        QCOMPARE(rows().rowCount(tied), 6);
        QCOMPARE(cell(tied, RunColumn::Kind::Runs), QStringLiteral("6"));
        QVERIFY2(cell(tied, RunColumn::Kind::Difference).endsWith(QStringLiteral("worse")),
                 qPrintable(cell(tied, RunColumn::Kind::Difference)));
        QCOMPARE(cell(rows().index(1, 0), RunColumn::Kind::Difference), QStringLiteral("baseline"));
        QCOMPARE(cell(rows().index(2, 0, tied), RunColumn::Kind::Name), QStringLiteral("Seed 3"));
        QCOMPARE(find<QLabel>("runs_counts")->text(), QStringLiteral("2 arms · 12 runs"));
    }

    void deletedRunsComeBack()
    {
        compare();
        openGroup(0);
        // A drag over two of its runs chooses both.
        const QModelIndex first = rows().index(1, 0, rows().index(0, 0));
        const QModelIndex second = rows().index(2, 0, rows().index(0, 0));
        const std::string key = rows().keyOf(first);
        QTest::mousePress(table()->viewport(), Qt::LeftButton, {}, middleOf(first));
        QTest::mouseMove(table()->viewport(), middleOf(second));
        QTest::mouseRelease(table()->viewport(), Qt::LeftButton, {}, middleOf(second));
        QCOMPARE(table()->selectionModel()->selectedRows().size(), 2);
        const double mean = *library()->table().groups[0].val_loss.summary.mean;
        const double other = *library()->table().groups[1].val_loss.summary.mean;
        QTest::keyClick(table(), Qt::Key_Delete);
        QCOMPARE(rows().rowCount(rows().index(0, 0)), 4);
        // The next row is chosen, and none of the others by its place.
        QCOMPARE(table()->selectionModel()->selectedRows().size(), 1);
        QCOMPARE(cell(table()->currentIndex(), RunColumn::Kind::Name), QStringLiteral("Seed 5"));
        QTRY_COMPARE(filesOnDisk(), 10);
        QTRY_COMPARE(m_window->experiment().update().answer->figures.done, 10);
        QVERIFY(*library()->table().groups[0].val_loss.summary.mean != mean);
        QCOMPARE(*library()->table().groups[1].val_loss.summary.mean, other);
        QTRY_VERIFY(find<MessageBar>("runs_message")->isVisible());
        // The window's own undo is left alone.
        const int edits = m_window->document().undoStack()->index();
        QTest::keyClick(table(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(m_window->document().undoStack()->index(), edits);
        QTRY_COMPARE(filesOnDisk(), 12);
        QTRY_COMPARE(m_window->experiment().update().answer->figures.done, 12);
        QTRY_COMPARE(rows().rowCount(rows().index(0, 0)), 6);
        QCOMPARE(*library()->table().groups[0].val_loss.summary.mean, mean);
        QVERIFY(rows().find(key).isValid());
        QTest::keyClick(table(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE(filesOnDisk(), 10);
        // What is deleted is trained anew, and is there again.
        runComparison();
        QTRY_COMPARE(rows().rowCount(rows().index(0, 0)), 6);
        QCOMPARE(filesOnDisk(), 12);
        // And once the window is gone, nothing of it is left aside.
        m_window.reset();
        QTRY_VERIFY(!QDir(m_folder->filePath(QStringLiteral("a.runs/compare/removed"))).exists());
    }

    void tagsAndNotesSurviveARestart()
    {
        compare();
        click(rows().index(0, 0));
        QTest::keyClick(table(), Qt::Key_F2);
        type(QStringLiteral("paper, best"));
        QTRY_COMPARE(cell(rows().index(0, 0), RunColumn::Kind::Tags), QStringLiteral("best, paper"));
        QTest::keyClick(table(), Qt::Key_F2, Qt::ShiftModifier);
        type(QStringLiteral("The one to show"));
        openGroup(0);
        const QModelIndex run = rows().index(0, 0, rows().index(0, 0));
        const std::string key = rows().keyOf(run);
        QTest::mouseDClick(table()->viewport(), Qt::LeftButton, {},
                           middleOf(run.siblingAtColumn(*rows().placeOf(RunColumn::Kind::Note))));
        type(QStringLiteral("slow"));
        QTRY_COMPARE(notesOnDisk().of(key).note, std::string("slow"));
        // Esc changes nothing, and an undone change is undone on the disk too.
        QTest::keyClick(table(), Qt::Key_F2, Qt::ShiftModifier);
        type(QStringLiteral("wrong"), Qt::Key_Escape);
        QTest::keyClick(table(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_VERIFY(notesOnDisk().of(key).isEmpty());

        m_window->close();
        openWindow();
        QVERIFY(m_window->document().open(path()).has_value());
        m_window->showWorkspace();
        showWindow();
        // Nobody has compared yet: what is kept is there.
        QTRY_COMPARE(rows().rowCount(), 2);
        QVERIFY(m_window->experiment().update().answer == nullptr);
        QStringList said;
        for (int row = 0; row < 2; ++row)
            said << cell(rows().index(row, 0), RunColumn::Kind::Tags) +
                        cell(rows().index(row, 0), RunColumn::Kind::Note);
        QVERIFY2(said.contains(QStringLiteral("best, paperThe one to show")), qPrintable(said.join(u'|')));
        // Compared again, it is of the same row.
        runComparison();
        QTRY_COMPARE(cell(rows().index(0, 0), RunColumn::Kind::Tags), QStringLiteral("best, paper"));
    }

    void typingFilters()
    {
        compare({0.5, 1});
        QTRY_COMPARE(rows().rowCount(), 4);
        click(rows().index(0, 0));
        QTest::keyClick(table(), Qt::Key_U);
        auto* const filter = find<QLineEdit>("runs_filter");
        QVERIFY(filter->hasFocus());
        QTest::keyClicks(filter, QStringLiteral("ntied"));
        QCOMPARE(filter->text(), QStringLiteral("untied"));
        QCOMPARE(rows().rowCount(), 2);
        QVERIFY(find<QLabel>("runs_counts")->text().startsWith(QStringLiteral("2 of 4 arms")));
        // What is hidden takes no mean along.
        const auto shown = curves();
        QCOMPARE(shown.size(), std::size_t{2});
        filter->setText(QStringLiteral("loss<"));
        QVERIFY(filter->property("invalid").toBool());
        QVERIFY(filter->toolTip().contains(QStringLiteral("lacks a number")));
        QTest::keyClick(filter, Qt::Key_Escape);
        QVERIFY(table()->hasFocus());
        QCOMPARE(rows().rowCount(), 4);
        QVERIFY(!filter->property("invalid").toBool());
        QTest::keyClick(table(), Qt::Key_F, Qt::ControlModifier);
        QVERIFY(filter->hasFocus());
    }

    void columnsSortAndKeepTheirOrder()
    {
        compare({0.5, 1});
        QTRY_COMPARE(rows().rowCount(), 4);
        const QHeaderView* const header = table()->header();
        const int loss = *rows().placeOf(RunColumn::Kind::ValLoss);
        const auto place = [&](int column) {
            return QPoint(header->sectionViewportPosition(column) + header->sectionSize(column) / 2,
                          header->height() / 2);
        };
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, place(loss));
        const auto losses = [this] {
            std::vector<double> values;
            for (int row = 0; row < rows().rowCount(); ++row)
                values.push_back(*rows().groupOf(rows().index(row, 0))->val_loss.summary.mean);
            return values;
        };
        QVERIFY(std::ranges::is_sorted(losses()));
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, place(loss));
        QVERIFY(std::ranges::is_sorted(losses(), std::greater()));
        // A column is dragged to another place.
        QTest::mousePress(header->viewport(), Qt::LeftButton, {}, place(loss));
        for (int step = 1; step <= 8; ++step)
            QTest::mouseMove(header->viewport(), place(loss) + (place(1) - place(loss)) * step / 8 - QPoint(20, 0));
        QTest::mouseRelease(header->viewport(), Qt::LeftButton, {}, place(1) - QPoint(20, 0));
        QCOMPARE(header->visualIndex(loss), 1);
        QVERIFY(std::ranges::is_sorted(losses(), std::greater()));
    }

    void ticksDrawCurvesOverOneAnother()
    {
        compare({0.5, 1});
        QTRY_COMPARE(rows().rowCount(), 4);
        // The arms of the chosen setting, until somebody ticks.
        QCOMPARE(curves().size(), std::size_t{2});
        click(rows().index(2, 0));
        QCOMPARE(rows().index(2, 0).data(Qt::CheckStateRole).toInt(), int(Qt::Checked));
        QCOMPARE(rows().index(0, 0).data(Qt::CheckStateRole).toInt(), int(Qt::Unchecked));
        const double mean = curves()[0].series->raw()[2];
        click(rows().index(0, 0));
        click(rows().index(2, 0));
        click(rows().index(0, 0));
        QTest::keyClick(table(), Qt::Key_Space); // Unticks one of the chosen setting.
        QCOMPARE(curves().size(), std::size_t{1});
        click(rows().index(2, 0));
        QTest::keyClick(table(), Qt::Key_Space);
        QCOMPARE(curves().size(), std::size_t{2});
        const auto two = std::ranges::find_if(
            curves(), [](const Curve& curve) { return curve.name == QStringLiteral("Tied, 100 % of the samples"); });
        QVERIFY(two != curves().end());
        // Whatever else is drawn, its mean is the same, and its runs stand behind it.
        QCOMPARE(two->series->raw()[2], mean);
        QCOMPARE(two->runs.size(), std::size_t{6});
        // Two rows of one arm differ in their colours.
        click(rows().index(0, 0));
        QTest::keyClick(table(), Qt::Key_Space);
        QCOMPARE(curves().size(), std::size_t{3});
        std::set<QRgb> colours;
        for (const Curve& curve : curves())
            colours.insert(curveColour(curve, darkTheme()).rgb());
        QCOMPARE(colours.size(), std::size_t{3});
        QVERIFY(!rows().index(0, 0).data(Qt::DecorationRole).isNull());
    }

    void aPinnedBaselineIsHeldAgainst()
    {
        compare({0.5, 1});
        QTRY_COMPARE(rows().rowCount(), 4);
        click(rows().index(2, 0));
        const std::string key = rows().keyOf(rows().index(2, 0));
        QMenu* const menu = find<QPushButton>("runs_more")->menu();
        emit menu->aboutToShow();
        menu->findChild<QAction*>(QStringLiteral("pin_baseline"))->trigger();
        QCOMPARE(cell(rows().index(2, 0), RunColumn::Kind::Difference), QStringLiteral("pinned baseline"));
        QVERIFY(cell(rows().index(0, 0), RunColumn::Kind::Difference).endsWith(QStringLiteral("worse")));
        QTRY_COMPARE(notesOnDisk().baseline, key);
        QTest::keyClick(table(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(cell(rows().index(1, 0), RunColumn::Kind::Difference), QStringLiteral("baseline"));
        QTRY_VERIFY(notesOnDisk().baseline.empty());
    }

    void aFileThatCannotBeReadIsShownWithItsMend()
    {
        compare();
        QTRY_COMPARE(rows().rowCount(), 2);
        const QString name = runsFolder().entryList({QStringLiteral("*.json")}).front();
        QFile file(runsFolder().filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("{\"key\": 3") > 0);
        file.close();
        m_window->close();
        openWindow();
        QVERIFY(m_window->document().open(path()).has_value());
        m_window->showWorkspace();
        showWindow();
        QTRY_COMPARE(rows().rowCount(), 3);
        const QModelIndex damaged = rows().index(0, 0);
        QVERIFY2(damaged.data().toString().contains(name) &&
                     damaged.data().toString().contains(QStringLiteral("trains the run anew")),
                 qPrintable(damaged.data().toString()));
        QVERIFY(find<QLabel>("runs_counts")->text().endsWith(QStringLiteral("1 cannot be read")));
        // A comparison stops at it, and offers the mend.
        QTest::keyClick(m_window.get(), Qt::Key_F8);
        QTRY_COMPARE_WITH_TIMEOUT(m_window->experiment().update().state, ExperimentState::Failed, 20'000);
        auto* const message = find<MessageBar>("compare_message");
        auto* const button = message->findChild<QPushButton*>();
        QTRY_VERIFY(message->isVisible() && button->isVisible());
        QTest::mouseClick(button, Qt::LeftButton);
        QTRY_COMPARE(filesOnDisk(), 11);
        QTRY_COMPARE(rows().rowCount(), 2);
        runComparison();
        QCOMPARE(m_window->experiment().update().state, ExperimentState::Finished);
        QCOMPARE(filesOnDisk(), 12);
    }

    void notesThatCannotBeReadAreSetAside()
    {
        compare();
        const QString notes = m_folder->filePath(QStringLiteral("a.runs/compare/notes.json"));
        QFile file(notes);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("[1, 2]") > 0);
        file.close();
        library()->refresh();
        auto* const problem = find<MessageBar>("runs_problem");
        QTRY_VERIFY(problem->isVisible());
        QVERIFY2(problem->text().contains(QStringLiteral("notes.json")), qPrintable(problem->text()));
        // Until then nothing is written over it.
        click(rows().index(0, 0));
        QTest::keyClick(table(), Qt::Key_F2);
        QVERIFY(table()->viewport()->findChild<QLineEdit*>() == nullptr);
        QTest::mouseClick(problem->findChild<QPushButton*>(), Qt::LeftButton);
        QTRY_VERIFY(!problem->isVisible());
        QTRY_VERIFY(QFile::exists(notes + QStringLiteral(".unreadable-1")));
        QTRY_VERIFY(!library()->problem());
        QTest::keyClick(table(), Qt::Key_F2);
        type(QStringLiteral("again"));
        QTRY_VERIFY(QFile::exists(notes));
    }

    void whatAComparisonCountsIsNotDeleted()
    {
        compare();
        QVERIFY(m_window->document()
                    .edit(QStringLiteral("Change"),
                          [](Project& project) -> Result<void> {
                              project.training.epochs = 400;
                              return {};
                          })
                    .has_value());
        QTest::keyClick(m_window.get(), Qt::Key_F8);
        // Until it has a run of its own.
        QTRY_VERIFY_WITH_TIMEOUT(m_window->experiment().update().answer != nullptr && rows().rowCount() == 2 &&
                                     !library()->table().groups[0].runs.empty(),
                                 30'000);
        QVERIFY(m_window->experiment().isActive());
        click(rows().index(0, 0));
        QTest::keyClick(table(), Qt::Key_Delete);
        QVERIFY(find<MessageBar>("runs_message")->text().contains(QStringLiteral("stop it first")));
        m_window->experiment().stop();
        QTRY_VERIFY(!m_window->experiment().isActive());
        QVERIFY(filesOnDisk() > 12);
        // Those of before are hidden behind a button, as they are of other settings.
        auto* const earlier = find<QPushButton>("earlier_runs");
        QTRY_VERIFY(earlier->isVisible());
        QTRY_COMPARE(earlier->text(), QStringLiteral("Earlier runs (12)"));
        QCOMPARE(rows().rowCount(), 2);
        QTest::mouseClick(earlier, Qt::LeftButton);
        QCOMPARE(rows().rowCount(), 4);
        QVERIFY(table()->text().contains(QStringLiteral("\tEpochs\t")));
    }
};

LIGATURE_TEST(RunsPanelTest)

} // namespace tst_runs_panel

#include "tst_runs_panel.moc"
