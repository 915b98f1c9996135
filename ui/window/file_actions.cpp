// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/file_actions.h"

#include <filesystem>
#include <memory>

#include <QAction>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>

#include "core/import/write_import.h"
#include "core/memory/within_memory.h"
#include "core/project/examples.h"
#include "core/project/project_file.h"
#include "ui/dialogs/import_dialog.h"
#include "ui/document/document.h"
#include "ui/document/documents_folder.h"
#include "ui/document/text.h"
#include "ui/theme/icon.h"
#include "ui/training/run_controller.h"
#include "ui/training/run_saver.h"

namespace ligature {

namespace {

const char* const suffix = "ligature";

/// What a training starts from that goes on from those weights.
std::shared_ptr<const Result<std::shared_ptr<const TrainingState>>> firstStateOf(const Project& project,
                                                                                 const Weights& weights)
{
    using State = std::shared_ptr<const TrainingState>;
    return std::make_shared<const Result<State>>(withinMemory(project.name, [&]() -> Result<State> {
        return stateFrom(project, weights).map([](TrainingState&& state) {
            return std::make_shared<const TrainingState>(std::move(state));
        });
    }));
}

} // namespace

FileActions::FileActions(Document* document, RunController* run, QWidget* window)
    : QObject(window), m_document(document), m_run(run), m_run_saver(new RunSaver(this)), m_window(window),
      m_guard(new LeaveGuard(
          document, run, [this](LeaveGuard::Continue then) { save(std::move(then)); }, window))
{
    const auto make = [this](const QString& icon, const QString& label, QKeySequence::StandardKey key) {
        auto* const action = new QAction(themedIcon(icon), label, this);
        action->setShortcuts(key);
        return action;
    };
    new_project = make(QStringLiteral("new"), tr("&New"), QKeySequence::New);
    open = make(QStringLiteral("open"), tr("&Open…"), QKeySequence::Open);
    save_project = make(QStringLiteral("save"), tr("&Save"), QKeySequence::Save);
    save_project_as = new QAction(tr("Save &as…"), this);
    save_project_as->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S));
    import = new QAction(tr("&Import…"), this);
    import->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_I);
    import->setToolTip(tr("Read an ONNX model as a project, or weights into the parameters of this one"));
    connect(import, &QAction::triggered, this, &FileActions::chooseImport);
    connect(new_project, &QAction::triggered, this, &FileActions::newProject);
    connect(open, &QAction::triggered, this, &FileActions::chooseFile);
    connect(save_project, &QAction::triggered, this, [this] { save(); });
    connect(save_project_as, &QAction::triggered, this, [this] { saveAs(); });
}

void FileActions::fill(QMenu* menu)
{
    menu->addAction(new_project);
    fillWithExamples(menu->addMenu(tr("New from &example")));
    menu->addSeparator();
    menu->addAction(open);
    QMenu* const recent = menu->addMenu(tr("Open &recent"));
    fillWithRecent(recent);
    connect(&m_recent_files, &RecentFiles::changed, recent, [this, recent] { fillWithRecent(recent); });
    menu->addSeparator();
    menu->addAction(save_project);
    menu->addAction(save_project_as);
    menu->addSeparator();
    menu->addAction(import);
}

void FileActions::fillWithExamples(QMenu* menu)
{
    for (const ExampleSection section : exampleSections) {
        QMenu* const of_section = menu->addMenu(text(titleOf(section)));
        of_section->setToolTipsVisible(true);
        for (const Example& example : examples()) {
            if (example.section != section)
                continue;
            QAction* const action = of_section->addAction(text(example.title));
            action->setToolTip(text(example.summary));
            connect(action, &QAction::triggered, this, [this, name = text(example.name)] { openExample(name); });
        }
    }
}

void FileActions::fillWithRecent(QMenu* menu)
{
    menu->clear();
    for (const QString& path : m_recent_files.paths()) {
        QAction* const action = menu->addAction(QFileInfo(path).fileName());
        action->setToolTip(QDir::toNativeSeparators(path));
        connect(action, &QAction::triggered, this, [this, path] { openFile(path); });
    }
    menu->setToolTipsVisible(true);
    menu->setEnabled(!m_recent_files.paths().isEmpty());
    if (m_recent_files.paths().isEmpty())
        return;
    menu->addSeparator();
    connect(menu->addAction(tr("Clear the list")), &QAction::triggered, &m_recent_files, &RecentFiles::clear);
}

void FileActions::newProject()
{
    m_guard->ask(tr("Stop the training and begin a new project?"), [this] {
        Project project;
        project.name = tr("Untitled").toStdString();
        m_document->replace(std::move(project));
        emit opened();
    });
}

void FileActions::openExample(const QString& name)
{
    m_guard->ask(tr("Stop the training and open the example?"),
                 [this, name] { begin(loadExample(name.toStdString())); });
}

void FileActions::openOriginal(const QString& name)
{
    m_guard->ask(tr("Stop the training and open the original problem?"),
                 [this, name] { begin(loadOriginal(name.toStdString())); });
}

void FileActions::begin(Result<Project> project)
{
    if (!project) {
        emit failed(project.error());
        return;
    }
    m_document->replace(std::move(*project));
    emit opened();
}

void FileActions::chooseFile()
{
    auto* const dialog = new QFileDialog(m_window, tr("Open a project"), suggestedPath(),
                                         tr("Ligature projects (*.%1)").arg(QLatin1String(suffix)));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &FileActions::openFile);
    dialog->open();
}

void FileActions::openFile(const QString& path)
{
    m_reading.add([this, path, file = std::filesystem::path(path.toStdU16String())]() -> BackgroundWork::Sequel {
        const auto project =
            std::make_shared<Result<Project>>(withinMemory(file.string(), [&file] { return loadProject(file); }));
        return [this, path, project] {
            if (!*project)
                return take(path, std::move(*project));
            m_guard->ask(tr("Stop the training and open “%1”?").arg(QFileInfo(path).fileName()),
                         [this, path, project] { take(path, std::move(*project)); });
        };
    });
}

void FileActions::openAtStart(const QString& path)
{
    take(path, loadProject(std::filesystem::path(path.toStdU16String())));
}

void FileActions::take(const QString& path, Result<Project> project)
{
    if (!project) {
        if (!QFileInfo::exists(path))
            m_recent_files.remove(path);
        emit failed(project.error());
        return;
    }
    m_document->replace(std::move(*project), path);
    m_recent_files.add(path);
    emit opened();
    restoreRun();
}

void FileActions::chooseImport()
{
    auto* const dialog = new QFileDialog(m_window, tr("Import a model or weights"), QFileInfo(suggestedPath()).path(),
                                         text(importFileFilter()));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &FileActions::importFile);
    dialog->open();
}

void FileActions::importFile(const QString& path)
{
    emit working(tr("Reading %1…").arg(QFileInfo(path).fileName()));
    m_reading.add([this, path, file = std::filesystem::path(path.toStdU16String())]() -> BackgroundWork::Sequel {
        // Shared, for a function has to be copied, and the values are many.
        const auto read =
            std::make_shared<Result<ImportFile>>(withinMemory(file.string(), [&file] { return readImportFile(file); }));
        const auto* const model = *read ? std::get_if<ImportedModel>(&**read) : nullptr;
        const FirstState state = model != nullptr ? firstStateOf(model->project, model->weights) : nullptr;
        return [this, path, read, state] {
            emit working({});
            importRead(QFileInfo(path).fileName(), read, state);
        };
    });
}

void FileActions::importRead(const QString& file_name, const std::shared_ptr<Result<ImportFile>>& file,
                             const FirstState& state)
{
    if (!*file) {
        emit failed(file->error());
    } else if (std::holds_alternative<WeightFile>(**file)) {
        m_guard->askAboutTraining(tr("Stop the training and import “%1”?").arg(file_name), [this, file, file_name] {
            // The file goes where the weights do.
            importWeights({file, &std::get<WeightFile>(**file)}, file_name);
        });
    } else {
        m_guard->ask(tr("Stop the training and import “%1”?").arg(file_name), [this, file, file_name, state] {
            importModel(std::get<ImportedModel>(**file), file_name, state);
        });
    }
}

void FileActions::importModel(const ImportedModel& model, const QString& file_name, const FirstState& state)
{
    m_document->replace(model.project);
    emit opened();
    QStringList sentences = {tr("Imported %1.").arg(file_name)};
    for (const std::string& note : model.notes)
        sentences.append(text(note));
    if (*state)
        m_run->adopt(**state);
    else
        sentences.append(tr("Its values cannot be trained on from yet: %1").arg(text(state->error().oneLine())));
    emit imported(sentences.join(u' '));
}

void FileActions::importWeights(std::shared_ptr<const WeightFile> file, const QString& file_name)
{
    auto* const dialog = new ImportDialog(m_document->project(), std::move(file), file_name, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, file_name] {
        QStringList sentences = {tr("The parameters have the values of %1.").arg(file_name)};
        if (!dialog->equalParameters().empty())
            sentences.append(text(toString(dialog->equalParameters().front())) + u' ' +
                             tr("Edit, Suggest ties does it."));
        emit working(tr("Taking the values of %1…").arg(file_name));
        m_reading.add([this, project = m_document->project(), weights = dialog->weights(),
                       message = sentences.join(u' ')]() mutable -> BackgroundWork::Sequel {
            const FirstState state = firstStateOf(project, *weights);
            weights.reset(); // Freed here, unless the dialog has them still.
            return [this, message, network = project.network, state] {
                emit working({});
                if (!*state)
                    emit failed(state->error());
                else if (m_document->network() != network)
                    emit failed({message.toStdString(), "the network was edited meanwhile", "import them again"});
                else {
                    m_run->adopt(**state);
                    emit imported(message);
                }
            };
        });
    });
    dialog->open();
}

void FileActions::save(std::function<void()> then)
{
    if (m_document->filePath().isEmpty())
        saveAs(std::move(then));
    else
        writeTo(m_document->filePath(), std::move(then));
}

void FileActions::saveAs(std::function<void()> then)
{
    auto* const dialog = new QFileDialog(m_window, tr("Save the project"), suggestedPath(),
                                         tr("Ligature projects (*.%1)").arg(QLatin1String(suffix)));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QLatin1String(suffix));
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, then = std::move(then)](const QString& path) { writeTo(path, then); });
    dialog->open();
}

void FileActions::writeTo(const QString& path, std::function<void()> then)
{
    const bool is_elsewhere = path != m_document->filePath();
    const auto project = std::make_shared<const Project>(m_document->project());
    const auto done = [this, path, then = std::move(then)] {
        emit saved(path);
        if (then)
            then();
    };
    // What is trained now goes with the network of now. Shared, for a function has to be copied.
    auto run = std::make_shared<std::optional<RunToSave>>(m_run->toSave());
    if (*run && !is_elsewhere && !m_run->hasUnsavedValues())
        run->reset();
    const int which = m_document->replacements();
    m_run_saver->saveProject(project, path, [this, which, project, path, run, done](const Result<void>& result) {
        if (!result) {
            emit failed(result.error());
            return;
        }
        m_recent_files.add(path);
        if (which == m_document->replacements())
            m_document->markSaved(*project, path);
        if (*run)
            saveRun(std::move(**run), path, done);
        else
            done();
    });
}

void FileActions::saveRun(RunToSave run, const QString& path, std::function<void()> done)
{
    const auto state = run.state;
    m_run_saver->save(std::move(run), path, [this, state, done = std::move(done)](const Result<void>& result) {
        if (!result) {
            emit failed({result.error().where, "the project is saved, what was trained is not: " + result.error().what,
                         result.error().mend});
            return;
        }
        m_run->markSaved(state);
        done();
    });
}

void FileActions::restoreRun()
{
    const QString path = m_document->filePath();
    m_reading.add([this, path, project = m_document->project(),
                   file = std::filesystem::path(path.toStdU16String())]() -> BackgroundWork::Sequel {
        const auto saved = std::make_shared<Result<std::optional<SavedRun>>>(
            withinMemory(file.string(), [&] { return savedRunOf(project, file); }));
        return [this, path, saved, network = project.network] {
            // It was of what was opened; that may have been edited, trained or left by now.
            if (m_document->filePath() != path || m_run->hasRun() || m_document->network() != network)
                return;
            if (!*saved)
                emit failed(saved->error());
            else if (**saved)
                m_run->restore(std::move(***saved));
        };
    });
}

QString FileActions::suggestedPath() const
{
    if (!m_document->filePath().isEmpty())
        return m_document->filePath();
    const QDir folder =
        m_recent_files.paths().isEmpty() ? documentsFolder() : QFileInfo(m_recent_files.paths().constFirst()).dir();
    QString name = QString::fromStdString(m_document->project().name).toLower();
    name.replace(u' ', u'-').remove(u'/');
    return folder.filePath((name.isEmpty() ? QStringLiteral("untitled") : name) + u'.' + QLatin1String(suffix));
}

} // namespace ligature
