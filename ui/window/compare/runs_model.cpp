// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/compare/runs_model.h"

#include <algorithm>
#include <cmath>

#include <QGuiApplication>
#include <QPainter>
#include <QPixmap>

#include "ui/document/quantity_text.h"
#include "ui/plots/curve_style.h"
#include "ui/plots/number_text.h"
#include "ui/theme/icon.h"
#include "ui/training/run_library.h"
#include "ui/window/compare/mean_plot.h"
#include "ui/window/compare/runs_text.h"
#include "ui/window/compare/verdict_look.h"

namespace ligature {

namespace {

constexpr QSize sampleSize{24, 12};
const QString nothingThere = QStringLiteral("–");

/// The line of a ticked row, as the plot draws it.
QPixmap sampleOf(const Curve& curve)
{
    const qreal ratio = qGuiApp->devicePixelRatio();
    QPixmap picture(sampleSize * ratio);
    picture.setDevicePixelRatio(ratio);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    const Theme& theme = themeFor(QGuiApplication::palette());
    paintSample(painter, QRectF({0, 0}, QSizeF(sampleSize)), curve, theme, theme.panel);
    return picture;
}

bool isNumber(const RunColumn& column, const RunTable& table)
{
    switch (column.kind) {
    case RunColumn::Kind::Name:
    case RunColumn::Kind::Verdict:
    case RunColumn::Kind::Tags:
    case RunColumn::Kind::Note:
    case RunColumn::Kind::Trained: return false;
    case RunColumn::Kind::Setting:
        return std::ranges::all_of(table.groups, [&column](const RunGroup& group) {
            const RunCell cell = cellOf(group, column);
            return cell.number || cell.isEmpty();
        });
    default: return true;
    }
}

bool isEditable(const RunColumn& column)
{
    return column.kind == RunColumn::Kind::Tags || column.kind == RunColumn::Kind::Note;
}

} // namespace

RunsModel::RunsModel(RunLibrary* library, QObject* parent)
    : QAbstractItemModel(parent), m_library(library), m_table(library->sharedTable())
{
    rebuild();
}

void RunsModel::setFilter(RunFilter filter)
{
    m_filter = std::move(filter);
    rebuild();
}

void RunsModel::rebuild()
{
    beginResetModel();
    m_table = m_library->sharedTable();
    const RunTable& table = *m_table;
    m_columns = columnsOf(table);
    m_groups.clear();
    if (m_sorted_by && std::ranges::find(m_columns, *m_sorted_by) != m_columns.end()) {
        m_groups = sortedGroups(table, *m_sorted_by, m_is_descending);
    } else {
        for (std::size_t i = 0; i < table.groups.size(); ++i)
            m_groups.push_back(i);
    }
    m_hidden = std::erase_if(m_groups, [&](std::size_t place) { return !m_filter.fits(table.groups[place]); });
    endResetModel();
}

void RunsModel::sort(int column, Qt::SortOrder order)
{
    const bool has_column = column >= 0 && column < static_cast<int>(m_columns.size());
    m_sorted_by = has_column ? std::optional(m_columns[static_cast<std::size_t>(column)]) : std::nullopt;
    m_is_descending = order == Qt::DescendingOrder;
    rebuild();
}

// A row's id is 0 at the top; below, the place of its parent and 1.

QModelIndex RunsModel::index(int row, int column, const QModelIndex& parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, parent.isValid() ? static_cast<quintptr>(parent.row()) + 1 : quintptr{0});
}

QModelIndex RunsModel::parent(const QModelIndex& index) const
{
    if (!index.isValid() || index.internalId() == 0)
        return {};
    return createIndex(static_cast<int>(index.internalId() - 1), 0, quintptr{0});
}

int RunsModel::rowCount(const QModelIndex& parent) const
{
    if (!parent.isValid())
        return static_cast<int>(m_table->damaged.size() + m_groups.size());
    if (parent.internalId() != 0 || parent.column() > 0)
        return 0;
    const RunGroup* const group = groupOf(parent);
    return group == nullptr ? 0 : static_cast<int>(group->runs.size());
}

int RunsModel::columnCount(const QModelIndex&) const
{
    return static_cast<int>(m_columns.size());
}

const StoredRun* RunsModel::damagedAt(const QModelIndex& index) const
{
    const std::vector<StoredRun>& damaged = m_table->damaged;
    const bool is_top = index.isValid() && index.internalId() == 0;
    return is_top && index.row() < static_cast<int>(damaged.size()) ? &damaged[static_cast<std::size_t>(index.row())]
                                                                    : nullptr;
}

const RunGroup* RunsModel::groupOf(const QModelIndex& index) const
{
    if (!index.isValid())
        return nullptr;
    const RunTable& table = *m_table;
    const int row =
        (index.internalId() == 0 ? index.row() : index.parent().row()) - static_cast<int>(table.damaged.size());
    return row < 0 || row >= static_cast<int>(m_groups.size()) ? nullptr
                                                               : &table.groups[m_groups[static_cast<std::size_t>(row)]];
}

const StoredRun* RunsModel::runOf(const QModelIndex& index) const
{
    const RunGroup* const group = index.isValid() && index.internalId() != 0 ? groupOf(index) : nullptr;
    return group == nullptr || index.row() >= static_cast<int>(group->runs.size())
               ? nullptr
               : &group->runs[static_cast<std::size_t>(index.row())];
}

std::string RunsModel::keyOf(const QModelIndex& index) const
{
    if (const StoredRun* const run = damagedAt(index) != nullptr ? damagedAt(index) : runOf(index))
        return run->key;
    const RunGroup* const group = groupOf(index);
    return group == nullptr ? std::string() : group->key;
}

std::vector<std::string> RunsModel::runsOf(const QModelIndex& index) const
{
    std::vector<std::string> keys;
    if (damagedAt(index) != nullptr || runOf(index) != nullptr)
        keys.push_back(keyOf(index));
    else if (const RunGroup* const group = groupOf(index)) {
        for (const StoredRun& run : group->runs)
            keys.push_back(run.key);
    }
    return keys;
}

QModelIndex RunsModel::find(const std::string& key) const
{
    for (int row = 0; row < rowCount(); ++row) {
        const QModelIndex top = index(row, 0);
        if (keyOf(top) == key)
            return top;
        for (int below = 0; below < rowCount(top); ++below) {
            if (keyOf(index(below, 0, top)) == key)
                return index(below, 0, top);
        }
    }
    return {};
}

std::optional<int> RunsModel::placeOf(RunColumn::Kind kind) const
{
    const auto found = std::ranges::find(m_columns, kind, &RunColumn::kind);
    return found == m_columns.end() ? std::nullopt : std::optional(static_cast<int>(found - m_columns.begin()));
}

QVariant RunsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount({}))
        return {};
    const RunColumn& column = m_columns[static_cast<std::size_t>(section)];
    switch (role) {
    case Qt::DisplayRole: return columnTitle(*m_table, column);
    case Qt::ToolTipRole: return columnHelp(*m_table, column);
    case Qt::TextAlignmentRole:
        return static_cast<int>(Qt::AlignVCenter | (isNumber(column, *m_table) ? Qt::AlignRight : Qt::AlignLeft));
    default: return {};
    }
}

Qt::ItemFlags RunsModel::flags(const QModelIndex& index) const
{
    Qt::ItemFlags flags = QAbstractItemModel::flags(index);
    if (!index.isValid() || damagedAt(index) != nullptr)
        return flags;
    if (index.column() == 0 && index.internalId() == 0)
        flags |= Qt::ItemIsUserCheckable;
    if (isEditable(m_columns[static_cast<std::size_t>(index.column())]) && !m_library->problem())
        flags |= Qt::ItemIsEditable;
    return flags;
}

bool RunsModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (groupOf(index) == nullptr)
        return false;
    const std::string key = keyOf(index);
    if (role == Qt::CheckStateRole && index.column() == 0) {
        m_library->setTicked(key, value.toInt() == Qt::Checked);
        return true;
    }
    const RunColumn& column = m_columns[static_cast<std::size_t>(index.column())];
    if (role != Qt::EditRole || !isEditable(column))
        return false;
    if (column.kind == RunColumn::Kind::Tags)
        m_library->setTags(key, value.toString());
    else
        m_library->setNote(key, value.toString());
    return true;
}

QVariant RunsModel::damagedData(const StoredRun& run, int column, int role) const
{
    if (column > 0)
        return {};
    const QString what = tr("This run cannot be read: %1").arg(QString::fromStdString(run.damage->what));
    switch (role) {
    case Qt::DisplayRole:
        return tr("%1.json: %2. Delete sets it aside; comparing again trains the run anew.")
            .arg(QString::fromStdString(run.key), QString::fromStdString(run.damage->what));
    case Qt::ToolTipRole: return what + u'\n' + QString::fromStdString(run.damage->oneLine());
    case Qt::DecorationRole:
        return colouredIcon(QStringLiteral("warning"), themeFor(QGuiApplication::palette()).warning);
    default: return {};
    }
}

QVariant RunsModel::nameData(const RunGroup& group, const StoredRun* run, int role) const
{
    const RunLibrary::Overlay* const overlay = run == nullptr ? m_library->findOverlay(group.key) : nullptr;
    if (role == Qt::CheckStateRole && run == nullptr)
        return overlay != nullptr ? Qt::Checked : Qt::Unchecked;
    if (role == Qt::DecorationRole && overlay != nullptr)
        return sampleOf(overlayCurve(*overlay, m_library->arms()));
    return {};
}

QString RunsModel::textOf(const RunGroup& group, const RunColumn& column) const
{
    const RunTable& table = *m_table;
    switch (column.kind) {
    case RunColumn::Kind::Samples: return percentText(group.fraction, group.fraction < 0.1 ? 1 : 0);
    case RunColumn::Kind::Runs: return runsText(group);
    case RunColumn::Kind::Parameters: return group.parameters > 0 ? groupedNumber(group.parameters) : nothingThere;
    case RunColumn::Kind::ValLoss: return meanText(group.val_loss, false);
    case RunColumn::Kind::Metric: return meanText(group.metric, table.metric.is_share);
    case RunColumn::Kind::Difference:
        if (group.is_baseline)
            return table.baseline.empty() ? tr("baseline") : tr("pinned baseline");
        return group.difference ? differenceText(*group.difference, table.is_by_metric && table.metric.is_share)
                                : nothingThere;
    case RunColumn::Kind::Verdict: return group.verdict ? answerText(*group.verdict) : nothingThere;
    case RunColumn::Kind::TestLoss: return meanText(group.test_loss, false);
    case RunColumn::Kind::Gap: return meanText(group.gap, false);
    case RunColumn::Kind::StepTime:
        return group.seconds_per_step.median ? tr("%1 ms").arg(shortNumber(1000 * *group.seconds_per_step.median, 3))
                                             : nothingThere;
    case RunColumn::Kind::Trained: return whenText(group.written);
    default: break;
    }
    return QString::fromStdString(cellOf(group, column).text);
}

QString RunsModel::textOf(const RunGroup& group, const StoredRun& run, const RunColumn& column) const
{
    const RunTable& table = *m_table;
    const RunResult& result = *run.result;
    const auto value = [](double number, bool is_share = false) {
        return std::isfinite(number) ? valueText(number, is_share ? ValueFormat::Percent : ValueFormat::Plain)
                                     : nothingThere;
    };
    switch (column.kind) {
    case RunColumn::Kind::Name: return tr("Seed %1").arg(result.seed);
    case RunColumn::Kind::Runs:
        return result.divergence ? tr("diverged at step %1").arg(groupedNumber(result.divergence->step)) : QString();
    case RunColumn::Kind::ValLoss: return value(result.valLoss());
    case RunColumn::Kind::Metric: return value(result.metric(), table.metric.is_share);
    case RunColumn::Kind::Difference: {
        const auto difference = differenceOf(table, group, result);
        return difference ? differenceText(*difference, table.is_by_metric && table.metric.is_share) : QString();
    }
    case RunColumn::Kind::TestLoss: return result.test ? value(result.test->val_loss) : nothingThere;
    case RunColumn::Kind::Gap: return value(result.valLoss() - result.trainLoss());
    case RunColumn::Kind::StepTime: return tr("%1 ms").arg(shortNumber(1000 * result.seconds_per_step, 3));
    case RunColumn::Kind::Trained: return whenText(run.written);
    case RunColumn::Kind::Tags: return QString::fromStdString(tagsText(m_library->noteOf(run.key).tags));
    case RunColumn::Kind::Note: return QString::fromStdString(m_library->noteOf(run.key).note);
    default: return {}; // That of its group.
    }
}

QString RunsModel::helpOf(const RunGroup& group, const StoredRun* run, const RunColumn& column) const
{
    const RunTable& table = *m_table;
    if (run != nullptr && run->result->divergence && column.kind != RunColumn::Kind::Note)
        return QString::fromStdString(run->result->divergence->message).trimmed();
    switch (column.kind) {
    case RunColumn::Kind::ValLoss: return run == nullptr ? meanHelp(group.val_loss, false) : QString();
    case RunColumn::Kind::Metric: return run == nullptr ? meanHelp(group.metric, table.metric.is_share) : QString();
    case RunColumn::Kind::TestLoss: return run == nullptr ? meanHelp(group.test_loss, false) : QString();
    case RunColumn::Kind::Gap: return run == nullptr ? meanHelp(group.gap, false) : QString();
    case RunColumn::Kind::Difference: {
        const auto difference = run == nullptr ? group.difference : differenceOf(table, group, *run->result);
        const QString baseline =
            table.baseline.empty() ? tr("the baseline") : QString::fromStdString(table.baseline_name);
        return difference ? differenceHelp(*difference, baseline) : QString();
    }
    case RunColumn::Kind::Verdict: return run == nullptr ? QString::fromStdString(group.verdict_words) : QString();
    case RunColumn::Kind::Tags:
    case RunColumn::Kind::Note:
        return m_library->problem() ? tr("Tags and notes cannot be read")
                                    : textOf(group, column); // Where the column is narrow.
    case RunColumn::Kind::Name: {
        QStringList lines = {QString::fromStdString(group.title)};
        for (const RunSetting& setting : group.settings)
            lines << QStringLiteral("%1: %2").arg(QString::fromStdString(setting.name),
                                                  QString::fromStdString(setting.text));
        return lines.join(u'\n');
    }
    default: return {};
    }
}

QVariant RunsModel::data(const QModelIndex& index, int role) const
{
    if (const StoredRun* const damaged = damagedAt(index))
        return damagedData(*damaged, index.column(), role);
    const RunGroup* const group = groupOf(index);
    if (group == nullptr)
        return {};
    const StoredRun* const run = runOf(index);
    const RunColumn& column = m_columns[static_cast<std::size_t>(index.column())];
    switch (role) {
    case Qt::DisplayRole: return run == nullptr ? textOf(*group, column) : textOf(*group, *run, column);
    case Qt::EditRole: return isEditable(column) ? data(index, Qt::DisplayRole) : QVariant();
    case Qt::ToolTipRole: return helpOf(*group, run, column);
    case Qt::TextAlignmentRole:
        return static_cast<int>(Qt::AlignVCenter | (isNumber(column, *m_table) ? Qt::AlignRight : Qt::AlignLeft));
    case answerRole:
        return column.kind == RunColumn::Kind::Verdict && run == nullptr && group->verdict
                   ? QVariant(static_cast<int>(*group->verdict))
                   : QVariant();
    case signRole: {
        if (column.kind != RunColumn::Kind::Difference)
            return {};
        const auto difference = run == nullptr ? group->difference : differenceOf(*m_table, *group, *run->result);
        return difference ? QVariant(static_cast<int>(difference->sign)) : QVariant();
    }
    default: break;
    }
    return column.kind == RunColumn::Kind::Name ? nameData(*group, run, role) : QVariant();
}

} // namespace ligature
