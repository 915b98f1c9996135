// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QProgressBar;

namespace ligature {

class ActionButton;
class CompareActions;
class ElidedLabel;
class ExperimentController;

/// The comparison's buttons and how far it is.
class CompareBar : public QWidget {
    Q_OBJECT

public:
    CompareBar(CompareActions* actions, ExperimentController* experiment, QWidget* parent = nullptr);

private:
    void showProgress();
    void showButtons();

    ExperimentController* m_experiment;
    ActionButton* m_start;
    ActionButton* m_resume;
    QProgressBar* m_bar;
    ElidedLabel* m_place;
};

/// "Comparing: 12 of 20 runs  ·  0:42 left".
[[nodiscard]] QString placeText(const ExperimentController& experiment);

} // namespace ligature
