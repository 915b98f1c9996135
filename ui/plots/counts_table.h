// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableView>

namespace ligature {

class CountsModel;

/// A CountsModel's lines, sorted by the column whose head is clicked; a third click restores the network's order.
class CountsTable : public QTableView {
    Q_OBJECT

public:
    /// @param model outlives the table
    explicit CountsTable(CountsModel* model, QWidget* parent = nullptr);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void fitColumns();
};

} // namespace ligature
