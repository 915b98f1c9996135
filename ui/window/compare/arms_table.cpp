// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/compare/arms_table.h"

#include <cmath>

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>
#include <QSortFilterProxyModel>
#include <QStandardItemModel>

#include "ui/document/quantity_text.h"
#include "ui/plots/number_text.h"
#include "ui/window/compare/verdict_look.h"

namespace ligature {

namespace {

constexpr int sortRole = Qt::UserRole + 1;
constexpr int groupRole = Qt::UserRole + 2;
const QString nothing = QStringLiteral("–");

/// One column: its title, what it means, and its cell of an arm.
struct Column {
    QString title;
    QString help;
    std::function<QStandardItem*(const GroupFigures&, const ArmFigures&)> cell;
};

QStandardItem* makeItem(const QString& text, const QVariant& sort, bool is_number = true)
{
    auto* const item = new QStandardItem(text);
    item->setData(sort, sortRole);
    item->setEditable(false);
    item->setTextAlignment(Qt::AlignVCenter | (is_number ? Qt::AlignRight : Qt::AlignLeft));
    return item;
}

QString meanText(const statistics::Summary& summary, ValueFormat format)
{
    if (!summary.mean)
        return nothing;
    const QString mean = valueText(*summary.mean, format);
    return summary.deviation ? mean + QStringLiteral(" ± ") + valueText(*summary.deviation, format) : mean;
}

QVariant sortable(const std::optional<double>& value)
{
    return value && std::isfinite(*value) ? QVariant(*value) : QVariant();
}

QStandardItem* figureItem(const ArmFigure& figure, ValueFormat format = ValueFormat::Plain)
{
    QStandardItem* const item = makeItem(meanText(figure.summary, format), sortable(figure.summary.mean));
    if (figure.summary.range)
        item->setToolTip(ArmsTable::tr("%1 runs, from %2 to %3")
                             .arg(groupedNumber(static_cast<std::int64_t>(figure.summary.count)),
                                  valueText(figure.summary.range->low, format),
                                  valueText(figure.summary.range->high, format)));
    return item;
}

QStandardItem* differenceItem(const ArmFigure& figure)
{
    if (!figure.comparison)
        return makeItem(ArmsTable::tr("baseline"), {}, true);
    const statistics::Verdict& verdict = figure.comparison->verdict;
    const auto& absolute = figure.comparison->difference.mean;
    QString text = nothing;
    if (verdict.relative_mean)
        text = signedPercent(*verdict.relative_mean);
    else if (absolute)
        text = valueText(*absolute, ValueFormat::Plain);
    QStandardItem* const item = makeItem(text, sortable(verdict.relative_mean ? verdict.relative_mean : absolute));
    item->setToolTip(QString::fromStdString(figure.comparison->sentence + " " + figure.comparison->evidence));
    return item;
}

QStandardItem* verdictItem(const ArmFigure& figure)
{
    if (!figure.comparison)
        return makeItem(nothing, {}, false);
    const statistics::Answer answer = figure.comparison->verdict.answer;
    QStandardItem* const item = makeItem(answerText(answer), static_cast<int>(answer), false);
    item->setData(static_cast<int>(answer), answerRole);
    item->setToolTip(QString::fromStdString(figure.comparison->sentence));
    return item;
}

std::vector<Column> columnsOf(const ExperimentAnswer& answer)
{
    const ExperimentFigures& figures = answer.figures;
    const ArmFigures& first = figures.groups.front().arms.front();
    const bool is_by_metric = figures.is_by_metric;
    const ValueFormat metric_format = figures.metric.is_share ? ValueFormat::Percent : ValueFormat::Plain;
    std::vector<Column> columns;
    const auto add = [&columns](const QString& title, const QString& help, auto cell) {
        columns.push_back({title, help, cell});
    };
    for (std::size_t i = 0; i < answer.experiment.axes().size(); ++i) {
        add(QString::fromStdString(answer.experiment.axes()[i]), ArmsTable::tr("What is varied"),
            [i](const GroupFigures& group, const ArmFigures&) {
                const QString text = QString::fromStdString(group.values[i]);
                bool is_number = false;
                const double number = text.toDouble(&is_number);
                return makeItem(text, is_number ? QVariant(number) : QVariant(text), is_number);
            });
    }
    if (answer.experiment.settings().fractions.size() > 1)
        add(ArmsTable::tr("Samples"), ArmsTable::tr("The share of the training samples"),
            [](const GroupFigures& group, const ArmFigures&) {
                return makeItem(percentText(group.group.fraction, group.group.fraction < 0.1 ? 1 : 0),
                                group.group.fraction);
            });
    add(ArmsTable::tr("Arm"), ArmsTable::tr("What is compared"), [](const GroupFigures&, const ArmFigures& arm) {
        return makeItem(QString::fromStdString(arm.title), QString::fromStdString(arm.title), false);
    });
    add(ArmsTable::tr("Parameters"), ArmsTable::tr("Each storage counted once"),
        [](const GroupFigures&, const ArmFigures& arm) {
            QStandardItem* const item =
                makeItem(groupedNumber(arm.counts.parameters), static_cast<qlonglong>(arm.counts.parameters));
            item->setToolTip(ArmsTable::tr("Weights %1, gradients %2, optimizer %3; training takes %4 of memory")
                                 .arg(bytesText(arm.counts.weight_bytes), bytesText(arm.counts.gradient_bytes),
                                      bytesText(arm.counts.optimizer_bytes), bytesText(arm.memory_bytes)));
            return item;
        });
    add(ArmsTable::tr("Validation loss"), ArmsTable::tr("Mean ± standard deviation over the seeds, at the end"),
        [](const GroupFigures&, const ArmFigures& arm) { return figureItem(arm.val_loss); });
    if (!first.metric.name.empty())
        add(QString::fromStdString(first.metric.name), ArmsTable::tr("The same of the metric"),
            [metric_format](const GroupFigures&, const ArmFigures& arm) {
                return figureItem(arm.metric, metric_format);
            });
    add(ArmsTable::tr("Difference"), ArmsTable::tr("Mean of the paired differences, relative to the baseline"),
        [is_by_metric](const GroupFigures&, const ArmFigures& arm) {
            return differenceItem(is_by_metric ? arm.metric : arm.val_loss);
        });
    add(ArmsTable::tr("Verdict"), ArmsTable::tr("By the 95 % interval of the difference, and the margin"),
        [is_by_metric](const GroupFigures&, const ArmFigures& arm) {
            return verdictItem(is_by_metric ? arm.metric : arm.val_loss);
        });
    if (!first.test_loss.name.empty())
        add(ArmsTable::tr("Test loss"), ArmsTable::tr("On samples that neither training nor validation saw"),
            [](const GroupFigures&, const ArmFigures& arm) { return figureItem(arm.test_loss); });
    add(ArmsTable::tr("Gap"), ArmsTable::tr("Validation loss less training loss"),
        [](const GroupFigures&, const ArmFigures& arm) { return figureItem(arm.generalisation_gap); });
    add(ArmsTable::tr("Learning rate"), ArmsTable::tr("As it is set, or as tuning found it"),
        [](const GroupFigures&, const ArmFigures& arm) {
            QStandardItem* const item = makeItem(shortNumber(arm.learning_rate, 3), arm.learning_rate);
            item->setToolTip(arm.is_tuned ? ArmsTable::tr("Tuned") : ArmsTable::tr("Not tuned"));
            return item;
        });
    add(ArmsTable::tr("Step"), ArmsTable::tr("The median time of a step"),
        [](const GroupFigures&, const ArmFigures& arm) {
            const auto& step = arm.times.seconds_per_step.median;
            return makeItem(step ? ArmsTable::tr("%1 ms").arg(shortNumber(1000 * *step, 3)) : nothing, sortable(step));
        });
    add(ArmsTable::tr("Runs"), ArmsTable::tr("How many are through, and how many of them diverged"),
        [](const GroupFigures&, const ArmFigures& arm) {
            int through = 0;
            int diverged = 0;
            for (const auto& run : arm.runs) {
                through += run ? 1 : 0;
                diverged += run && run->divergence ? 1 : 0;
            }
            QString text = groupedNumber(through);
            if (diverged > 0)
                text += ArmsTable::tr(", %1 diverged").arg(groupedNumber(diverged));
            return makeItem(text, through);
        });
    return columns;
}

} // namespace

ArmsTable::ArmsTable(QWidget* parent)
    : QTableView(parent), m_model(new QStandardItemModel(this)), m_sorted(new QSortFilterProxyModel(this))
{
    setObjectName(QStringLiteral("arms_table"));
    setAccessibleName(tr("The arms and what they come to"));
    m_sorted->setSourceModel(m_model);
    m_sorted->setSortRole(sortRole);
    setModel(m_sorted);
    setSortingEnabled(true);
    horizontalHeader()->setSortIndicatorClearable(true);
    horizontalHeader()->setHighlightSections(false);
    sortByColumn(-1, Qt::AscendingOrder);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setItemDelegate(new VerdictDelegate(this));
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 12);
    setMinimumHeight(3 * fontMetrics().height() + 36);
    connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& current) {
        const QVariant group = current.siblingAtColumn(0).data(groupRole);
        if (group.isValid())
            emit groupChosen(group.toInt());
    });
}

void ArmsTable::setAnswer(std::shared_ptr<const ExperimentAnswer> answer)
{
    m_answer = std::move(answer);
    fill();
}

void ArmsTable::fill()
{
    const int row = currentIndex().row();
    const QSignalBlocker quiet(selectionModel());
    m_model->setRowCount(0);
    if (m_answer == nullptr || m_answer->figures.groups.empty()) {
        m_model->setColumnCount(0);
        return;
    }
    const std::vector<Column> columns = columnsOf(*m_answer);
    m_model->setColumnCount(static_cast<int>(columns.size()));
    for (int i = 0; i < m_model->columnCount(); ++i) {
        const Column& column = columns[static_cast<std::size_t>(i)];
        m_model->setHeaderData(i, Qt::Horizontal, column.title);
        m_model->setHeaderData(i, Qt::Horizontal, column.help, Qt::ToolTipRole);
    }
    for (std::size_t group = 0; group < m_answer->figures.groups.size(); ++group) {
        for (const ArmFigures& arm : m_answer->figures.groups[group].arms) {
            QList<QStandardItem*> items;
            for (const Column& column : columns)
                items << column.cell(m_answer->figures.groups[group], arm);
            items.front()->setData(static_cast<int>(group), groupRole);
            m_model->appendRow(items);
        }
    }
    for (int i = 0; i < m_model->columnCount(); ++i)
        m_model->setHeaderData(i, Qt::Horizontal, m_model->item(0, i)->textAlignment().toInt(), Qt::TextAlignmentRole);
    resizeColumnsToContents();
    if (row >= 0 && row < m_sorted->rowCount())
        setCurrentIndex(m_sorted->index(row, 0));
}

QString ArmsTable::text() const
{
    QStringList lines;
    QStringList cells;
    for (int column = 0; column < m_sorted->columnCount(); ++column)
        cells << m_sorted->headerData(column, Qt::Horizontal).toString();
    lines << cells.join(u'\t');
    for (int row = 0; row < m_sorted->rowCount(); ++row) {
        cells.clear();
        for (int column = 0; column < m_sorted->columnCount(); ++column)
            cells << m_sorted->index(row, column).data().toString();
        lines << cells.join(u'\t');
    }
    return lines.join(u'\n') + u'\n';
}

void ArmsTable::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy))
        QApplication::clipboard()->setText(text());
    else
        QTableView::keyPressEvent(event);
}

} // namespace ligature
