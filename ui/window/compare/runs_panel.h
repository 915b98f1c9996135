// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;

namespace ligature {

class MessageBar;
class RunLibrary;
class RunsTable;

/// The table of runs with its filter, what can be done with rows, and what is to be said of them.
class RunsPanel : public QWidget {
    Q_OBJECT

public:
    explicit RunsPanel(RunLibrary* library, QWidget* parent = nullptr);

    [[nodiscard]] RunsTable* table() const { return m_table; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void filter();
    void showCounts();
    void showProblem();
    void tellRemoved(int count);

    RunLibrary* m_library;
    QLineEdit* m_filter;
    QLabel* m_counts;
    QPushButton* m_earlier;
    QPushButton* m_more;
    MessageBar* m_message;
    MessageBar* m_problem;
    RunsTable* m_table;
};

} // namespace ligature
