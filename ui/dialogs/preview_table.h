// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QTableWidget>

#include "core/data/data_format.h"

namespace ligature {

/// The first rows of some data, to look at. Of very many columns it shows the first. Where the columns have roles, a
/// click on a column's header asks for one of them, and so do T, F and I for the current column.
class PreviewTable : public QTableWidget {
    Q_OBJECT

public:
    explicit PreviewTable(QWidget* parent = nullptr);

    void showPreview(const DataPreview& preview);
    void showNothing();

signals:
    void roleAsked(std::size_t column, ligature::ColumnRole role);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void askRole(int column);

    std::vector<ColumnRole> m_roles; ///< of the columns; empty where they have none
};

} // namespace ligature
