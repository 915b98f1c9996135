// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/error/result.h"

class QComboBox;
class QLabel;
class QPushButton;
class QScrollArea;

namespace ligature {

class CompareActions;
class DifferencePlot;
class Document;
class ExperimentController;
class MeanPlot;
class MessageBar;
class RunLibrary;
class RunsPanel;
class VerdictView;

/// The dock that answers whether the tie is worth it: what is compared on the left; progress, verdict, plots and table
/// on the right.
class ComparePanel : public QWidget {
    Q_OBJECT

public:
    ComparePanel(Document* document, ExperimentController* experiment, CompareActions* actions,
                 QWidget* parent = nullptr);

    [[nodiscard]] RunLibrary* runs() const { return m_runs; }
    [[nodiscard]] VerdictView* verdict() const { return m_verdict; }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void fitWords();
    void showAnswer();
    void showState();
    void fillGroups();
    void chooseGroup(int group);
    void offerToMend(const Error& error);
    void saveReport();

    Document* m_document;
    ExperimentController* m_experiment;
    CompareActions* m_actions;
    RunLibrary* m_runs;
    MessageBar* m_message;
    QLabel* m_group_label;
    QComboBox* m_groups;
    QPushButton* m_report;
    QScrollArea* m_words;
    VerdictView* m_verdict;
    DifferencePlot* m_differences;
    MeanPlot* m_means;
    RunsPanel* m_table;
};

} // namespace ligature
