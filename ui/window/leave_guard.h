// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <QObject>

class QMessageBox;
class QWidget;

namespace ligature {

class Document;
class ExperimentController;
class RunController;

/// Asks before something takes the open project away (another project, the end of the program): about a training that
/// runs, about a comparison whose runs nothing keeps, then about changes that are not saved. The questions are
/// window-modal and open() returns at once; what was asked for goes on in a callback.
class LeaveGuard : public QObject {
    Q_OBJECT

public:
    using Continue = std::function<void()>;
    /// Saves, asking for a file where there is none, and goes on only if that worked.
    using Save = std::function<void(Continue)>;

    LeaveGuard(Document* document, RunController* run, Save save, QWidget* window);

    void watch(const ExperimentController* experiment) { m_experiment = experiment; }
    /// Whether there is nothing to ask about.
    [[nodiscard]] bool isSafe() const;
    /// Runs `proceed` when nothing would be lost, or once the user has said so; never when they cancel. While a
    /// question is open, a further call is ignored.
    void ask(const QString& training_question, Continue proceed);
    /// The same for what ends a training and leaves the project as it is.
    void askAboutTraining(const QString& training_question, Continue proceed);
    [[nodiscard]] bool isAsking() const { return m_question != nullptr; }

private:
    [[nodiscard]] bool endsTraining() const;
    [[nodiscard]] bool endsComparison() const;
    [[nodiscard]] bool hasUnsaved() const;
    void askAboutComparison(Continue proceed);
    void askAboutChanges(Continue proceed);
    void open(QMessageBox* question);

    Document* m_document;
    RunController* m_run;
    const ExperimentController* m_experiment = nullptr;
    Save m_save;
    QWidget* m_window;
    QMessageBox* m_question = nullptr;
};

} // namespace ligature
