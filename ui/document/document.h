// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>

#include <QObject>
#include <QString>
#include <QUndoStack>

#include "core/data/data_facts.h"
#include "core/data/dataset.h"
#include "core/error/result.h"
#include "core/network/analysis.h"
#include "core/project/project.h"
#include "core/retying/tie_edits.h"
#include "core/tying/account.h"
#include "ui/document/background_work.h"
#include "ui/document/project_change.h"

namespace ligature {

/// The open project: its value, its file, its undo stack. Lives in the GUI thread. Views listen to changed() and never
/// change anything but through edit().
class Document : public QObject {
    Q_OBJECT

public:
    explicit Document(QObject* parent = nullptr);

    [[nodiscard]] const Project& project() const { return m_project; }
    [[nodiscard]] const Network& network() const { return m_project.network; }
    /// Shapes and diagnostics of the network as it is now (kept in step with it).
    [[nodiscard]] const Analysis& analysis() const { return m_analysis; }
    /// What is known of the project's data; nothing until they are read. What does not fit them is among the
    /// diagnostics.
    [[nodiscard]] const std::optional<DataFacts>& dataFacts() const { return m_data_facts; }
    /// For who read them: no undo step. Forgotten when other data are chosen.
    void setDataFacts(std::optional<DataFacts> facts);
    /// For what only other data mend: dataAsked() is told.
    void askForData() { emit dataAsked(); }
    [[nodiscard]] const Account& account() const { return m_account; }
    [[nodiscard]] QUndoStack* undoStack() { return &m_undo_stack; }

    /// Where it was read from or last saved to; empty for a new one or an example.
    [[nodiscard]] const QString& filePath() const { return m_file_path; }
    /// For titles: the file's name, or the project's.
    [[nodiscard]] QString displayName() const;
    [[nodiscard]] bool isModified() const { return !m_undo_stack.isClean(); }

    /// Another project in place of this one; the undo stack is emptied.
    void replace(Project project, const QString& file_path = {});
    /// How often that was done: tells whether it is still the project that it was.
    [[nodiscard]] int replacements() const { return m_replacements; }
    /// An error changes nothing.
    Result<void> open(const QString& path);
    /// Saves atomically and makes it the document's file.
    Result<void> saveAs(const QString& path);
    /// The project was saved to the file, which is the document's now. What was changed since is not saved.
    void markSaved(const Project& saved, const QString& path);

    /// The one way to change the document. `change` edits a copy (with core/network/edits.h, or directly); when it
    /// succeeds and something differs, that is one undo step named `text`. An error changes nothing.
    /// @param merge_key steps in a row with the same non-empty key become one (a spin box being turned)
    Result<void> edit(const QString& text, const std::function<Result<void>(Project&)>& change,
                      const QString& merge_key = {});

    /// The same for an edit of ties that says itself what becomes of the trained values of the tied network; new nodes
    /// get a place on the canvas.
    Result<void> editTies(const QString& text,
                          const std::function<Result<TrainedNetwork>(const TrainedNetwork&)>& change);

    /// What a training that is paused or has ended left of this network; nothing while one runs or before the first.
    /// It follows edits, and their undo and redo; those that give a parameter another shape, or add one with its layer,
    /// end it.
    [[nodiscard]] const std::shared_ptr<const TrainingState>& trained() const { return m_trained; }
    /// The data that it was trained on.
    [[nodiscard]] const std::shared_ptr<const Dataset>& trainedOn() const { return m_dataset; }
    /// The network with the tied variant's trained values, as far as there are any.
    [[nodiscard]] TrainedNetwork trainedNetwork() const;
    /// For the run controller: no undo step.
    void setTrained(std::shared_ptr<const TrainingState> state, std::shared_ptr<const Dataset> dataset);

signals:
    /// setTrained() gave or took trained values.
    void trainedChanged();
    void changed(const ligature::ProjectChange& change);
    /// setDataFacts() told or took what does not fit the data.
    void analysisChanged();
    /// The dialog for the data is to open.
    void dataAsked();
    /// File path, name or the modified state.
    void titleChanged();

private:
    friend class ProjectChangeCommand;
    void applyChange(const ProjectChange& change, bool undone);
    Result<void> push(const QString& text, Project edited, const TrainedState* tied, const QString& merge_key);

    void examineAgain();

    Project m_project;
    std::optional<DataFacts> m_data_facts;
    Analysis m_analysis;
    Account m_account;
    QUndoStack m_undo_stack;
    int m_replacements = 0;
    QString m_file_path;
    std::shared_ptr<const TrainingState> m_trained;
    std::shared_ptr<const Dataset> m_dataset;
    int m_generation = 0; ///< of m_trained
    BackgroundWork m_dropping{BackgroundWork::AtEnd::Drop};
};

} // namespace ligature
