// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QAbstractTableModel>

#include "core/network/network.h"
#include "core/tying/account.h"

namespace ligature {

/// What a storage takes, in bytes.
struct StorageBytes {
    std::int64_t weights = 0;
    std::int64_t gradients = 0;
    std::int64_t optimizer = 0;
    [[nodiscard]] std::int64_t total() const { return weights + gradients + optimizer; }
};

/// A line for each parameter: what it takes tied and what its uses would take untied. Sorts by SortRole.
class CountsModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column {
        NameColumn,
        UsesColumn,
        TiedColumn,
        UntiedColumn,
        BytesColumn,
        WeightsColumn,
        GradientsColumn,
        OptimizerColumn,
        columnTotal
    };
    static constexpr int SortRole = Qt::UserRole;      ///< numbers as numbers
    static constexpr int ShareRole = Qt::UserRole + 1; ///< of TiedColumn and UntiedColumn: of the largest, in [0, 1]

    using QAbstractTableModel::QAbstractTableModel;
    void setAccount(const Network& network, const Account& account);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row {
        QString name;
        std::int64_t uses = 0;
        std::int64_t tied = 0;
        std::int64_t untied = 0;
        bool trainable = true;
        StorageBytes bytes; ///< of the one storage
        QString uses_text;
    };
    [[nodiscard]] QVariant number(const Row& row, int column) const;

    std::vector<Row> m_rows;
    std::int64_t m_largest = 1;
};

} // namespace ligature
