// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <QAbstractItemModel>

#include "core/comparison/run_columns.h"
#include "core/comparison/run_filter.h"

namespace ligature {

class RunLibrary;

/// The library's table as rows for a view: files that cannot be read, then the groups that the filter lets through in
/// the order of a column, each with its runs below it.
class RunsModel : public QAbstractItemModel {
    Q_OBJECT

public:
    explicit RunsModel(RunLibrary* library, QObject* parent = nullptr);

    void setFilter(RunFilter filter);
    /// From the table as it is now; all indices are others then.
    void rebuild();

    /// Of a row: its run's key, its group's, or of a file that cannot be read.
    [[nodiscard]] std::string keyOf(const QModelIndex& index) const;
    /// Null for a file that cannot be read.
    [[nodiscard]] const RunGroup* groupOf(const QModelIndex& index) const;
    [[nodiscard]] const StoredRun* runOf(const QModelIndex& index) const;
    [[nodiscard]] const StoredRun* damagedAt(const QModelIndex& index) const;
    /// The runs that a row is of.
    [[nodiscard]] std::vector<std::string> runsOf(const QModelIndex& index) const;
    /// The row of that key, by its first cell.
    [[nodiscard]] QModelIndex find(const std::string& key) const;
    [[nodiscard]] const std::vector<RunColumn>& columns() const { return m_columns; }
    [[nodiscard]] std::optional<int> placeOf(RunColumn::Kind kind) const;
    /// How many groups the filter hides.
    [[nodiscard]] std::size_t hiddenCount() const { return m_hidden; }

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex& index) const override;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    void sort(int column, Qt::SortOrder order) override;
    [[nodiscard]] const std::optional<RunColumn>& sortedBy() const { return m_sorted_by; }
    [[nodiscard]] bool isDescending() const { return m_is_descending; }

    static constexpr int signRole = Qt::UserRole + 10; ///< of a difference: a RunDifference::Sign

private:
    [[nodiscard]] QVariant damagedData(const StoredRun& run, int column, int role) const;
    [[nodiscard]] QVariant nameData(const RunGroup& group, const StoredRun* run, int role) const;
    [[nodiscard]] QString textOf(const RunGroup& group, const RunColumn& column) const;
    [[nodiscard]] QString textOf(const RunGroup& group, const StoredRun& run, const RunColumn& column) const;
    [[nodiscard]] QString helpOf(const RunGroup& group, const StoredRun* run, const RunColumn& column) const;

    RunLibrary* m_library;
    std::shared_ptr<const RunTable> m_table; ///< as it was when the rows were made
    RunFilter m_filter;
    std::vector<RunColumn> m_columns;
    std::vector<std::size_t> m_groups; ///< places in the table, in the order that is shown
    std::size_t m_hidden = 0;
    std::optional<RunColumn> m_sorted_by;
    bool m_is_descending = false;
};

} // namespace ligature
