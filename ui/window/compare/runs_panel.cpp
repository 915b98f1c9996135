// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/compare/runs_panel.h"

#include <QAction>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QShortcut>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "core/comparison/run_filter.h"
#include "ui/dialogs/message_bar.h"
#include "ui/document/quantity_text.h"
#include "ui/theme/icon.h"
#include "ui/training/run_library.h"
#include "ui/window/compare/runs_table.h"

namespace ligature {

namespace {

QString filterHelp()
{
    return RunsPanel::tr(
        "<p>Words that rows have in their arm, settings, tags or note. All of them have to fit.</p>"
        "<table cellspacing=4>"
        "<tr><td><b>tag:best</b></td><td>a tag, likewise <b>arm:</b>, <b>note:</b>, <b>seed:</b>, or a "
        "setting: <b>optimizer:adam</b></td></tr>"
        "<tr><td><b>loss&lt;0.1</b></td><td>a figure, likewise <b>metric</b>, <b>difference</b>, "
        "<b>parameters</b>, <b>runs</b></td></tr>"
        "<tr><td><b>diverged</b></td><td>rows with a run that diverged; <b>baseline</b></td></tr>"
        "<tr><td><b>-tag:old</b></td><td>all but these</td></tr></table>");
}

} // namespace

RunsPanel::RunsPanel(RunLibrary* library, QWidget* parent)
    : QWidget(parent), m_library(library), m_filter(new QLineEdit(this)), m_counts(new QLabel(this)),
      m_earlier(new QPushButton(this)), m_more(new QPushButton(tr("Rows"), this)), m_message(new MessageBar(this)),
      m_problem(new MessageBar(this)), m_table(new RunsTable(library, this))
{
    m_filter->setObjectName(QStringLiteral("runs_filter"));
    m_filter->setPlaceholderText(tr("Filter: tied  loss<0.1  tag:best  -diverged"));
    m_filter->setAccessibleName(tr("Filter the runs"));
    m_filter->setToolTip(filterHelp());
    m_filter->setClearButtonEnabled(true);
    m_filter->addAction(themedIcon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    m_filter->setMaximumWidth(420);
    m_filter->installEventFilter(this);
    m_counts->setObjectName(QStringLiteral("runs_counts"));
    m_counts->setProperty("look", "muted");
    m_earlier->setObjectName(QStringLiteral("earlier_runs"));
    m_earlier->setCheckable(true);
    m_earlier->setToolTip(tr("Show the runs of earlier comparisons too, of other settings or another network"));
    m_more->setObjectName(QStringLiteral("runs_more"));
    m_more->setToolTip(tr("What can be done with the rows that are selected"));
    auto* const menu = new QMenu(m_more);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] {
        menu->clear();
        m_table->fillMenu(menu);
    });
    m_more->setMenu(menu);
    m_message->setObjectName(QStringLiteral("runs_message"));
    m_problem->setObjectName(QStringLiteral("runs_problem"));

    auto* const head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(m_filter, 1);
    head->addWidget(m_counts);
    head->addStretch(1);
    head->addWidget(m_earlier);
    head->addWidget(m_more);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->setSpacing(6);
    layout->addLayout(head);
    layout->addWidget(m_problem);
    layout->addWidget(m_message);
    layout->addWidget(m_table, 1);

    auto* const find = new QShortcut(QKeySequence::Find, this);
    find->setContext(Qt::WidgetWithChildrenShortcut);
    connect(find, &QShortcut::activated, this, [this] {
        m_filter->setFocus(Qt::ShortcutFocusReason);
        m_filter->selectAll();
    });
    connect(m_filter, &QLineEdit::textChanged, this, &RunsPanel::filter);
    connect(m_table, &RunsTable::typed, this, [this](const QString& text) {
        m_filter->setText(text);
        if (!text.isEmpty())
            m_filter->setFocus(Qt::OtherFocusReason);
    });
    connect(m_table, &RunsTable::removalRefused, this,
            [this](const QString& reason) { m_message->showMessage(MessageKind::Warning, reason); });
    connect(m_earlier, &QPushButton::clicked, library, &RunLibrary::setShowsEarlier);
    connect(library, &RunLibrary::changed, this, [this] {
        showCounts();
        showProblem();
    });
    connect(library, &RunLibrary::removedRuns, this, &RunsPanel::tellRemoved,
            Qt::QueuedConnection); // After the undo stack says that it changed.
    connect(library, &RunLibrary::failed, this, [this](const Error& error) { m_message->showError(error); });
    connect(library->undoStack(), &QUndoStack::indexChanged, m_message, &MessageBar::dismiss);
    showCounts();
}

/// Esc and Down lead back to the table.
bool RunsPanel::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_filter && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Escape)
            m_filter->clear();
        if (key == Qt::Key_Escape || key == Qt::Key_Down || key == Qt::Key_Return || key == Qt::Key_Enter) {
            m_table->setFocus(Qt::OtherFocusReason);
            if (!m_table->currentIndex().isValid() && m_table->runs()->rowCount() > 0)
                m_table->setCurrentIndex(m_table->runs()->index(0, 0));
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void RunsPanel::filter()
{
    const RunFilter filter = RunFilter::parse(m_filter->text().toStdString());
    const QString problem = QString::fromStdString(filter.problem());
    if (m_filter->property("invalid").toBool() == problem.isEmpty()) {
        m_filter->setProperty("invalid", !problem.isEmpty());
        m_filter->style()->unpolish(m_filter);
        m_filter->style()->polish(m_filter);
    }
    m_filter->setToolTip(problem.isEmpty() ? filterHelp() : problem.toHtmlEscaped() + filterHelp());
    m_table->setFilter(m_filter->text());
    showCounts();
}

void RunsPanel::showCounts()
{
    const RunTable& table = m_library->table();
    const auto hidden = static_cast<std::int64_t>(m_table->runs()->hiddenCount());
    const auto rows = static_cast<std::int64_t>(table.groups.size());
    QStringList parts;
    if (rows > 0)
        parts << (hidden > 0  ? tr("%1 of %2 arms").arg(groupedNumber(rows - hidden), groupedNumber(rows))
                  : rows == 1 ? tr("1 arm")
                              : tr("%1 arms").arg(groupedNumber(rows)));
    if (table.runCount() > 0)
        parts << (table.runCount() == 1
                      ? tr("1 run")
                      : tr("%1 runs").arg(groupedNumber(static_cast<std::int64_t>(table.runCount()))));
    if (!table.damaged.empty())
        parts << tr("%1 cannot be read").arg(groupedNumber(static_cast<std::int64_t>(table.damaged.size())));
    m_counts->setText(parts.join(QStringLiteral(" · ")));
    m_earlier->setText(tr("Earlier runs (%1)").arg(groupedNumber(static_cast<std::int64_t>(table.earlier))));
    // Without a comparison there are no others to hide them behind.
    m_earlier->setVisible(table.earlier > 0 && std::ranges::any_of(table.groups, [](const RunGroup& group) {
                              return group.place.has_value();
                          }));
    m_earlier->setChecked(m_library->showsEarlier());
}

void RunsPanel::showProblem()
{
    const auto& problem = m_library->problem();
    if (!problem) {
        m_problem->dismiss();
        return;
    }
    if (m_problem->isVisible())
        return;
    m_problem->showError(*problem);
    m_problem->offer(tr("Set it aside"), [this] { m_library->setNotesAside(); });
}

void RunsPanel::tellRemoved(int count)
{
    m_message->showMessage(MessageKind::Information,
                           count == 1 ? tr("A run is deleted.") : tr("%1 runs are deleted.").arg(groupedNumber(count)));
    m_message->offer(tr("Undo"), [this] { m_library->undoStack()->undo(); });
}

} // namespace ligature
