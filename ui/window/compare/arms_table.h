// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QTableView>

#include "core/comparison/experiment_session.h"

class QStandardItemModel;
class QSortFilterProxyModel;

namespace ligature {

/// A row for each arm of each group: what it takes, what it comes to, and how it stands beside the baseline. Columns of
/// settings only where they differ. Sorted by a click; says which group was chosen.
class ArmsTable : public QTableView {
    Q_OBJECT

public:
    explicit ArmsTable(QWidget* parent = nullptr);

    void setAnswer(std::shared_ptr<const ExperimentAnswer> answer);
    /// As lines of columns separated by tabs, in the order that is shown.
    [[nodiscard]] QString text() const;

signals:
    void groupChosen(int group);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void fill();

    std::shared_ptr<const ExperimentAnswer> m_answer;
    QStandardItemModel* m_model;
    QSortFilterProxyModel* m_sorted;
};

} // namespace ligature
