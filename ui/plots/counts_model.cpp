// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/counts_model.h"

#include <algorithm>

#include "ui/document/quantity_text.h"
#include "ui/plots/number_text.h"

namespace ligature {

namespace {

/// A line for each slot that reads the parameter.
QString usesText(const Network& network, const ParameterAccount& account)
{
    constexpr std::size_t most = 12; // a tool tip is no table
    QStringList lines;
    for (const UseAccount& use : account.reads) {
        const auto layer = network.layers.find(use.slot.layer);
        const auto tie = network.ties.find(use.slot);
        if (layer == network.layers.end() || tie == network.ties.end())
            continue;
        if (static_cast<std::size_t>(lines.size()) == most) {
            lines << CountsModel::tr("…");
            break;
        }
        lines << CountsModel::tr("%1 reads %2: %3 values, %4 operations a sample")
                     .arg(QString::fromStdString(layer->second.name + "." + use.slot.slot),
                          QString::fromStdString(notation(tie->second.view, parameterName(network, account.parameter))),
                          groupedNumber(use.values), groupedNumber(use.flops_per_sample));
    }
    return lines.join(u'\n');
}

} // namespace

void CountsModel::setAccount(const Network& network, const Account& account)
{
    beginResetModel();
    m_rows.clear();
    m_largest = 1;
    for (const ParameterAccount& a : account.parameters) {
        const auto parameter = network.parameters.find(a.parameter);
        const bool trainable = parameter == network.parameters.end() || parameter->second.trainable;
        m_rows.push_back({QString::fromStdString(parameterName(network, a.parameter)),
                          a.uses,
                          a.tied,
                          a.untied,
                          trainable,
                          {a.weight_bytes, a.gradient_bytes, a.optimizer_bytes},
                          usesText(network, a)});
        m_largest = std::max({m_largest, a.tied, a.untied});
    }
    endResetModel();
}

int CountsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int CountsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : columnTotal;
}

QVariant CountsModel::number(const Row& row, int column) const
{
    switch (column) {
    case UsesColumn: return static_cast<qlonglong>(row.uses);
    case TiedColumn: return static_cast<qlonglong>(row.tied);
    case UntiedColumn: return static_cast<qlonglong>(row.untied);
    case BytesColumn: return static_cast<qlonglong>(row.bytes.total());
    case WeightsColumn: return static_cast<qlonglong>(row.bytes.weights);
    case GradientsColumn: return static_cast<qlonglong>(row.bytes.gradients);
    case OptimizerColumn: return static_cast<qlonglong>(row.bytes.optimizer);
    default: return row.name;
    }
}

QVariant CountsModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    const QVariant value = number(row, index.column());
    switch (role) {
    case SortRole: return value;
    case ShareRole:
        if (index.column() != TiedColumn && index.column() != UntiedColumn)
            return {};
        return value.toDouble() / static_cast<double>(m_largest);
    case Qt::DisplayRole:
        if (index.column() == NameColumn)
            return value;
        return index.column() >= BytesColumn ? bytesText(value.toLongLong()) : groupedNumber(value.toLongLong());
    case Qt::TextAlignmentRole:
        return static_cast<int>((index.column() == NameColumn ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    case Qt::ToolTipRole: {
        const QString frozen = row.trainable ? QString() : tr("\nFrozen: no gradient, no optimizer state.");
        const QString uses = row.uses == 1 ? tr("once") : tr("%1 times").arg(row.uses);
        return tr("%1: %2 values in one storage, used %3.").arg(row.name, groupedNumber(row.tied), uses) +
               tr("\nWith a copy for each use: %1 values.").arg(groupedNumber(row.untied)) +
               tr("\nWeights %1, gradients %2, optimizer %3.")
                   .arg(bytesText(row.bytes.weights), bytesText(row.bytes.gradients), bytesText(row.bytes.optimizer)) +
               frozen + (row.uses_text.isEmpty() ? QString() : QLatin1Char('\n') + row.uses_text);
    }
    default: return {};
    }
}

QVariant CountsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    static const QString titles[columnTotal] = {tr("Parameter"), tr("Uses"),    tr("Tied"),      tr("Untied"),
                                                tr("Bytes"),     tr("Weights"), tr("Gradients"), tr("Optimizer")};
    static const QString help[columnTotal] = {
        tr("Each storage is listed once, however many uses it has"),
        tr("How many slots read it"),
        tr("Values in the one storage"),
        tr("Values with a copy for each use"),
        tr("Bytes that training takes for the one storage: weights, gradients and the optimizer's state"),
        tr("Bytes of the one storage's values"),
        tr("Bytes of its gradient"),
        tr("Bytes of the optimizer's state for it"),
    };
    switch (role) {
    case Qt::DisplayRole: return titles[section];
    case Qt::ToolTipRole: return help[section];
    case Qt::TextAlignmentRole:
        return static_cast<int>((section == NameColumn ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    default: return {};
    }
}

} // namespace ligature
