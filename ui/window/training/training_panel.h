// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QBoxLayout>
#include <QWidget>

#include "core/network/remedy.h"
#include "core/training/session.h"

namespace ligature {

class Document;
class MessageBar;
class RunController;
class TrainActions;
class TwinCheckLabel;

/// The training dock: settings on the left, the run and its plots on the right.
class TrainingPanel : public QWidget {
    Q_OBJECT

public:
    TrainingPanel(Document* document, RunController* run, TrainActions* actions, QWidget* parent = nullptr);

    [[nodiscard]] MessageBar* messageBar() const { return m_message; }

signals:
    void dataAsked();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void showStart();
    void showState();
    void showObstacle();
    /// A button beside the message that applies it.
    void offer(MessageBar& bar, const Remedy& remedy);

    Document* m_document;
    RunController* m_run;
    TrainActions* m_actions;
    QBoxLayout* m_head;
    MessageBar* m_message;
    std::optional<Error> m_copy_error; ///< that was shown
    MessageBar* m_obstacle;
    std::optional<Remedy> m_offered; ///< with the obstacle
    TwinCheckLabel* m_twin_check;
};

} // namespace ligature
