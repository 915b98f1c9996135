// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/document.h"

#include <filesystem>

#include <QFileInfo>

#include "core/project/project_file.h"
#include "ui/document/canvas_upkeep.h"
#include "ui/document/project_change_command.h"

namespace ligature {

namespace {

std::filesystem::path toPath(const QString& path)
{
    return std::filesystem::path(path.toStdU16String());
}

} // namespace

Document::Document(QObject* parent) : QObject(parent)
{
    connect(&m_undo_stack, &QUndoStack::cleanChanged, this, &Document::titleChanged);
    m_analysis = analyse(m_project.network);
    m_account = accountOf(m_project.network, m_analysis, m_project.training);
}

QString Document::displayName() const
{
    if (!m_file_path.isEmpty())
        return QFileInfo(m_file_path).fileName();
    return m_project.name.empty() ? tr("Untitled") : QString::fromStdString(m_project.name);
}

void Document::replace(Project project, const QString& file_path)
{
    keepCanvasInStep(project);
    m_project = std::move(project);
    m_file_path = file_path;
    m_analysis = analyse(m_project.network);
    m_account = accountOf(m_project.network, m_analysis, m_project.training);
    m_undo_stack.clear();
    ProjectChange change;
    change.everything = true;
    emit changed(change);
    emit titleChanged();
}

Result<void> Document::open(const QString& path)
{
    Result<Project> project = loadProject(toPath(path));
    if (!project)
        return tl::unexpected(std::move(project.error()));
    replace(std::move(*project), path);
    return {};
}

Result<void> Document::saveAs(const QString& path)
{
    if (auto saved = saveProject(m_project, toPath(path)); !saved)
        return saved;
    m_file_path = path;
    m_undo_stack.setClean();
    emit titleChanged();
    return {};
}

Result<void> Document::edit(const QString& text, const std::function<Result<void>(Project&)>& change,
                            const QString& merge_key)
{
    Project edited = m_project;
    if (auto done = change(edited); !done)
        return done;
    keepCanvasInStep(edited);
    ProjectChange made = difference(m_project, edited);
    if (!made.empty())
        m_undo_stack.push(new ProjectChangeCommand(*this, text, std::move(made), merge_key));
    return {};
}

void Document::applyChange(const ProjectChange& change, bool undone)
{
    apply(change, m_project, undone);
    if (change.changesNetwork())
        m_analysis = analyse(m_project.network);
    if (change.changesNetwork() || change.training)
        m_account = accountOf(m_project.network, m_analysis, m_project.training);
    emit changed(undone ? reversed(change) : change);
    if (change.name)
        emit titleChanged();
}

} // namespace ligature
