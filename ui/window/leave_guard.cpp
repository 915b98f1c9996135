// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/leave_guard.h"

#include <QMessageBox>
#include <QPushButton>

#include "ui/document/document.h"
#include "ui/training/experiment_controller.h"
#include "ui/training/run_controller.h"

namespace ligature {

LeaveGuard::LeaveGuard(Document* document, RunController* run, Save save, QWidget* window)
    : QObject(window), m_document(document), m_run(run), m_save(std::move(save)), m_window(window)
{
}

bool LeaveGuard::isSafe() const
{
    return !endsTraining() && !endsComparison() && !hasUnsaved();
}

bool LeaveGuard::endsTraining() const
{
    // One that is paused is saved with its project.
    return m_run->isActive() && (m_run->state() != SessionState::Paused || m_document->filePath().isEmpty());
}

bool LeaveGuard::endsComparison() const
{
    // Those of a project that has a file stay beside it, and go on there.
    return m_experiment != nullptr && m_experiment->isActive() && m_document->filePath().isEmpty();
}

bool LeaveGuard::hasUnsaved() const
{
    return m_document->isModified() || (!m_document->filePath().isEmpty() && m_run->hasUnsavedValues());
}

void LeaveGuard::ask(const QString& training_question, Continue proceed)
{
    if (isAsking())
        return;
    auto then = [this, proceed = std::move(proceed)]() mutable { askAboutComparison(std::move(proceed)); };
    if (endsTraining())
        askAboutTraining(training_question, std::move(then));
    else
        then();
}

void LeaveGuard::askAboutTraining(const QString& training_question, Continue proceed)
{
    if (isAsking())
        return;
    if (!m_run->isActive()) {
        proceed();
        return;
    }
    const bool is_paused = m_run->state() == SessionState::Paused;
    auto* const question = new QMessageBox(QMessageBox::Question,
                                           is_paused ? tr("A training is paused") : tr("Training is still going on"),
                                           training_question, QMessageBox::NoButton, m_window);
    question->setObjectName(QStringLiteral("training_question"));
    question->setInformativeText(
        is_paused ? tr("The run ends where it is. Its weights are lost unless you save the project, or export them.")
                  : tr("The run ends after the step it is at. Its weights are lost unless you pause it and save, or "
                       "export them."));
    QPushButton* const stop = question->addButton(tr("Stop training"), QMessageBox::DestructiveRole);
    // Enter loses nothing.
    question->setDefaultButton(
        question->addButton(is_paused ? tr("Keep it paused") : tr("Keep training"), QMessageBox::RejectRole));
    connect(question, &QMessageBox::finished, this, [this, question, stop, proceed = std::move(proceed)] {
        m_question = nullptr;
        if (question->clickedButton() != stop)
            return;
        m_run->stop();
        proceed();
    });
    open(question);
}

void LeaveGuard::askAboutComparison(Continue proceed)
{
    if (!endsComparison()) {
        askAboutChanges(std::move(proceed));
        return;
    }
    auto* const question = new QMessageBox(QMessageBox::Question, tr("A comparison is going on"), tr("Stop comparing?"),
                                           QMessageBox::NoButton, m_window);
    question->setObjectName(QStringLiteral("comparison_question"));
    question->setInformativeText(tr("Its runs are lost, since the project has no file: those of a saved project stay "
                                    "beside it."));
    QPushButton* const stop = question->addButton(tr("Stop comparing"), QMessageBox::DestructiveRole);
    question->setDefaultButton(question->addButton(tr("Go on comparing"), QMessageBox::RejectRole));
    connect(question, &QMessageBox::finished, this, [this, question, stop, proceed = std::move(proceed)]() mutable {
        m_question = nullptr;
        if (question->clickedButton() == stop)
            askAboutChanges(std::move(proceed));
    });
    open(question);
}

void LeaveGuard::askAboutChanges(Continue proceed)
{
    if (!hasUnsaved()) {
        proceed();
        return;
    }
    const QString question_text =
        m_document->isModified() ? tr("Save the changes to “%1”?") : tr("Save what was trained of “%1”?");
    auto* const question =
        new QMessageBox(QMessageBox::Warning, tr("Unsaved changes"), question_text.arg(m_document->displayName()),
                        QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, m_window);
    question->setObjectName(QStringLiteral("unsaved_question"));
    question->setInformativeText(tr("They are lost if you do not."));
    question->setDefaultButton(QMessageBox::Save);
    connect(question, &QMessageBox::finished, this, [this, proceed = std::move(proceed)](int answer) {
        m_question = nullptr;
        if (answer == QMessageBox::Save)
            m_save(proceed);
        else if (answer == QMessageBox::Discard)
            proceed();
    });
    open(question);
}

void LeaveGuard::open(QMessageBox* question)
{
    m_question = question;
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setTextFormat(Qt::PlainText); // It has names of files.
    question->open();
}

} // namespace ligature
