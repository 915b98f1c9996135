// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/palette/node_filter_model.h"

#include <QMimeData>

namespace ligature {

NodeFilterModel::NodeFilterModel(QObject* parent) : QAbstractListModel(parent)
{
    rebuild();
}

void NodeFilterModel::setSearch(const QString& text)
{
    if (text == m_search)
        return;
    m_search = text;
    rebuild();
}

void NodeFilterModel::setAccepts(std::function<bool(const NodeEntry&)> accepts)
{
    m_accepts = std::move(accepts);
    rebuild();
}

void NodeFilterModel::setGrouped(bool grouped)
{
    m_grouped = grouped;
    rebuild();
}

const NodeEntry* NodeFilterModel::entryAt(const QModelIndex& index) const
{
    if (!index.isValid() || index.row() >= rowCount() || m_rows[static_cast<std::size_t>(index.row())].heading)
        return nullptr;
    const int entry = m_rows[static_cast<std::size_t>(index.row())].entry;
    return &m_catalogue.entries()[static_cast<std::size_t>(entry)];
}

QModelIndex NodeFilterModel::firstEntry() const
{
    for (int row = 0; row < rowCount(); ++row) {
        if (!m_rows[static_cast<std::size_t>(row)].heading)
            return index(row);
    }
    return {};
}

int NodeFilterModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant NodeFilterModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    const NodeEntry& entry = m_catalogue.entries()[static_cast<std::size_t>(row.entry)];
    if (row.heading) {
        switch (role) {
        case Qt::DisplayRole: return entry.group;
        case HeadingRole: return true;
        default: return {};
        }
    }
    switch (role) {
    case Qt::DisplayRole: return entry.title;
    case Qt::ToolTipRole:
        return QStringLiteral("<p><b>%1</b><br>%2</p><p>%3</p>")
            .arg(entry.title.toHtmlEscaped(), entry.summary.toHtmlEscaped(), entry.help.toHtmlEscaped());
    case Qt::AccessibleDescriptionRole: return entry.summary;
    case TypeRole: return entry.type;
    case SummaryRole: return entry.summary;
    case GroupRole: return entry.group;
    case HeadingRole: return false;
    case CategoryRole: return entry.category ? static_cast<int>(*entry.category) : -1;
    case PositionsRole: {
        const auto match = NodeCatalogue::match(entry, m_search);
        return QVariant::fromValue(match ? QList<int>(match->positions.begin(), match->positions.end()) : QList<int>());
    }
    default: return {};
    }
}

Qt::ItemFlags NodeFilterModel::flags(const QModelIndex& index) const
{
    if (entryAt(index) == nullptr)
        return Qt::NoItemFlags;
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsDragEnabled | Qt::ItemNeverHasChildren;
}

QStringList NodeFilterModel::mimeTypes() const
{
    return {QLatin1String(nodeMimeType)};
}

QMimeData* NodeFilterModel::mimeData(const QModelIndexList& indexes) const
{
    const NodeEntry* const entry = indexes.isEmpty() ? nullptr : entryAt(indexes.front());
    if (entry == nullptr)
        return nullptr;
    auto* const data = new QMimeData;
    data->setData(QLatin1String(nodeMimeType), entry->type.toUtf8());
    return data;
}

void NodeFilterModel::rebuild()
{
    beginResetModel();
    m_rows.clear();
    const bool headings = m_grouped && m_search.trimmed().isEmpty();
    QString group;
    for (const int i : m_catalogue.search(m_search)) {
        const NodeEntry& entry = m_catalogue.entries()[static_cast<std::size_t>(i)];
        if (m_accepts && !m_accepts(entry))
            continue;
        if (headings && entry.group != group) {
            m_rows.push_back({i, true});
            group = entry.group;
        }
        m_rows.push_back({i, false});
    }
    endResetModel();
}

} // namespace ligature
