// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include <QAbstractListModel>

#include "ui/palette/node_catalogue.h"

namespace ligature {

/// The catalogue as a list that a search narrows: grouped under headings while the search is empty (if asked for), the
/// best answer first otherwise. A heading is a row that cannot be selected.
class NodeFilterModel : public QAbstractListModel {
    Q_OBJECT

public:
    enum Role {
        TypeRole = Qt::UserRole + 1, ///< NodeEntry::type; empty for a heading
        SummaryRole,
        GroupRole,
        HeadingRole,   ///< bool
        CategoryRole,  ///< int: a LayerCategory; -1 for a shared parameter
        PositionsRole, ///< QList<int>: the matched characters of the title
    };

    explicit NodeFilterModel(QObject* parent = nullptr);

    void setSearch(const QString& text);
    [[nodiscard]] const QString& search() const { return m_search; }
    /// Only entries that this accepts are listed, such as those that fit a port; nothing: all.
    void setAccepts(std::function<bool(const NodeEntry&)> accepts);
    void setGrouped(bool grouped);

    /// The entry of a row; null for a heading.
    [[nodiscard]] const NodeEntry* entryAt(const QModelIndex& index) const;
    /// The first row that is not a heading: what Enter takes.
    [[nodiscard]] QModelIndex firstEntry() const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    [[nodiscard]] QStringList mimeTypes() const override;
    [[nodiscard]] QMimeData* mimeData(const QModelIndexList& indexes) const override;

private:
    struct Row {
        int entry = -1; ///< into the catalogue; of a heading, the first entry under it
        bool heading = false;
    };
    void rebuild();

    NodeCatalogue m_catalogue;
    QString m_search;
    std::function<bool(const NodeEntry&)> m_accepts;
    bool m_grouped = false;
    std::vector<Row> m_rows;
};

} // namespace ligature
