// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QProgressBar;

namespace ligature {

class ActionButton;
class RunController;
class TrainActions;

/// The top of the training dock: start, pause, step, resume, stop, and how far the training is.
class RunBar : public QWidget {
    Q_OBJECT

public:
    RunBar(TrainActions* actions, RunController* run, QWidget* parent = nullptr);

private:
    void showProgress();
    void showButtons();

    TrainActions* m_actions;
    RunController* m_run;
    ActionButton* m_start;
    ActionButton* m_resume;
    QProgressBar* m_bar;
    QLabel* m_text;
};

/// "Epoch 3 of 20 · step 135 of 900 · 120,000 samples/s · 0:07 left", or what else there is to say of the run.
[[nodiscard]] QString progressText(const RunController& run);

} // namespace ligature
