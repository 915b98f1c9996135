// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/file_actions.h"

#include <QAction>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QStandardPaths>

#include "core/project/examples.h"
#include "ui/document/document.h"
#include "ui/document/text.h"
#include "ui/theme/icon.h"

namespace ligature {

namespace {

const char* const suffix = "ligature";

} // namespace

FileActions::FileActions(Document* document, RunController* run, QWidget* window)
    : QObject(window), m_document(document), m_window(window),
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
}

void FileActions::fillWithExamples(QMenu* menu)
{
    menu->setToolTipsVisible(true);
    for (const Example& example : examples()) {
        QAction* const action = menu->addAction(text(example.title));
        action->setToolTip(text(example.summary));
        connect(action, &QAction::triggered, this, [this, name = text(example.name)] { openExample(name); });
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
    m_guard->ask(tr("Stop the training and open the example?"), [this, name] {
        Result<Project> project = loadExample(name.toStdString());
        if (!project) {
            emit failed(project.error());
            return;
        }
        m_document->replace(std::move(*project));
        emit opened();
    });
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
    m_guard->ask(tr("Stop the training and open “%1”?").arg(QFileInfo(path).fileName()), [this, path] { load(path); });
}

void FileActions::load(const QString& path)
{
    if (const Result<void> result = m_document->open(path); !result) {
        if (!QFileInfo::exists(path))
            m_recent_files.remove(path);
        emit failed(result.error());
        return;
    }
    m_recent_files.add(path);
    emit opened();
}

void FileActions::save(std::function<void()> then)
{
    if (m_document->filePath().isEmpty())
        saveAs(std::move(then));
    else if (writeTo(m_document->filePath()) && then)
        then();
}

void FileActions::saveAs(std::function<void()> then)
{
    auto* const dialog = new QFileDialog(m_window, tr("Save the project"), suggestedPath(),
                                         tr("Ligature projects (*.%1)").arg(QLatin1String(suffix)));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QLatin1String(suffix));
    connect(dialog, &QFileDialog::fileSelected, this, [this, then = std::move(then)](const QString& path) {
        if (writeTo(path) && then)
            then();
    });
    dialog->open();
}

bool FileActions::writeTo(const QString& path)
{
    if (const Result<void> result = m_document->saveAs(path); !result) {
        emit failed(result.error());
        return false;
    }
    m_recent_files.add(path);
    emit saved(path);
    return true;
}

QString FileActions::suggestedPath() const
{
    if (!m_document->filePath().isEmpty())
        return m_document->filePath();
    const QDir folder = m_recent_files.paths().isEmpty()
                            ? QDir(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation))
                            : QFileInfo(m_recent_files.paths().constFirst()).dir();
    QString name = QString::fromStdString(m_document->project().name).toLower();
    name.replace(u' ', u'-').remove(u'/');
    return folder.filePath((name.isEmpty() ? QStringLiteral("untitled") : name) + u'.' + QLatin1String(suffix));
}

} // namespace ligature
