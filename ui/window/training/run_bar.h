// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QBoxLayout;
class QProgressBar;

namespace ligature {

class ActionButton;
class ElidedLabel;
class RunController;
class TrainActions;

/// The top of the training dock: start, pause, step, resume, stop, and how far the training is.
class RunBar : public QWidget {
    Q_OBJECT

public:
    RunBar(TrainActions* actions, RunController* run, QWidget* parent = nullptr);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void arrange();
    void showProgress();
    void showButtons();

    TrainActions* m_actions;
    RunController* m_run;
    ActionButton* m_start;
    ActionButton* m_resume;
    QProgressBar* m_bar;
    ElidedLabel* m_place;
    ElidedLabel* m_pace;
    QBoxLayout* m_layout;
};

/// "Epoch 3 of 20 · step 135 of 900", after the state where it does not run.
[[nodiscard]] QString placeText(const RunController& run);
/// "120,000 samples/s · 0:07 left"; after the run the time that it took.
[[nodiscard]] QString paceText(const RunController& run);

} // namespace ligature
