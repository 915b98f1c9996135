// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>

#include <QObject>
#include <QSettings>

#include "core/error/result.h"
#include "core/import/import_file.h"
#include "core/project/project.h"
#include "core/training/trained_state.h"
#include "ui/document/background_work.h"
#include "ui/document/recent_files.h"
#include "ui/window/leave_guard.h"

class QAction;
class QMenu;

namespace ligature {

class Document;
class RunController;
class RunSaver;
struct RunToSave;

/// What the File menu and the start page do with project files: new, examples, open, save, and the questions in
/// between. Nothing here waits for the user; what follows an answer follows in a callback.
class FileActions : public QObject {
    Q_OBJECT

public:
    FileActions(Document* document, RunController* run, QWidget* window);

    [[nodiscard]] RecentFiles* recentFiles() { return &m_recent_files; }
    [[nodiscard]] LeaveGuard* leaveGuard() { return m_guard; }
    void fill(QMenu* menu);
    void fillWithExamples(QMenu* menu);

    void newProject();
    void chooseFile(); ///< asks for a file and opens it
    void openFile(const QString& path);
    void openAtStart(const QString& path); ///< before the window is there: nobody waits for it yet
    void openExample(const QString& name);
    void openOriginal(const QString& name); ///< the network that the example was made from
    void chooseImport();                    ///< asks for a model or for weights, and imports it
    void importFile(const QString& path);
    void save(std::function<void()> then = {});
    void saveAs(std::function<void()> then = {});

    // For tool bars.
    QAction* new_project;
    QAction* open;
    QAction* save_project;
    QAction* save_project_as;
    QAction* import;

signals:
    /// There is a project now, another one than before.
    void opened();
    void saved(const QString& path);
    void failed(const ligature::Error& error);
    /// What takes its time in the background now; empty when it is done.
    void working(const QString& what);
    /// What was imported, and what is to be known of it.
    void imported(const QString& message);

private:
    void begin(Result<Project> project);
    void take(const QString& path, Result<Project> project);
    /// What a training starts from that goes on from imported weights; shared, for it is made in the background.
    using FirstState = std::shared_ptr<const Result<std::shared_ptr<const TrainingState>>>;
    void importRead(const QString& file_name, const std::shared_ptr<Result<ImportFile>>& file, const FirstState& state);
    void importModel(const ImportedModel& model, const QString& file_name, const FirstState& state);
    void importWeights(std::shared_ptr<const WeightFile> file, const QString& file_name);
    void writeTo(const QString& path, std::function<void()> then);
    void saveRun(RunToSave run, const QString& path, std::function<void()> done);
    /// What was trained of the project, where it was saved with it.
    void restoreRun();
    void fillWithRecent(QMenu* menu);
    [[nodiscard]] QString suggestedPath() const;

    Document* m_document;
    RunController* m_run;
    RunSaver* m_run_saver;
    QWidget* m_window;
    QSettings m_settings;
    RecentFiles m_recent_files{m_settings};
    LeaveGuard* m_guard;
    BackgroundWork m_reading{BackgroundWork::AtEnd::Drop}; ///< last: it calls the others
};

} // namespace ligature
