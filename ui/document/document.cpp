// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/document.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <utility>

#include <QFileInfo>

#include "core/network/remedies.h"
#include "core/project/project_file.h"
#include "core/retying/follow.h"
#include "core/training/data_fit.h"
#include "core/training/settings_finding.h"
#include "core/tying/linter.h"
#include "ui/document/canvas_upkeep.h"
#include "ui/document/project_change_command.h"

namespace ligature {

namespace {

std::filesystem::path toPath(const QString& path)
{
    return std::filesystem::path(path.toStdU16String());
}

/// Nothing where the edit leaves nothing that could be trained on.
std::shared_ptr<const TrainingState> followed(const Network& before, const TrainingState& state, const Network& after,
                                              const TrainedState* tied)
{
    auto moved = follow(before, state, after, tied);
    return moved ? std::make_shared<const TrainingState>(std::move(*moved)) : nullptr;
}

} // namespace

Document::Document(QObject* parent) : QObject(parent)
{
    connect(&m_undo_stack, &QUndoStack::cleanChanged, this, &Document::titleChanged);
    m_analysis = examine(m_project.network, m_project.training);
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
    ++m_replacements;
    keepCanvasInStep(project);
    m_project = std::move(project);
    m_file_path = file_path;
    m_data_facts.reset();
    examineAgain();
    m_undo_stack.clear();
    setTrained({}, {});
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
    markSaved(m_project, path);
    return {};
}

void Document::markSaved(const Project& saved, const QString& path)
{
    m_file_path = path;
    if (saved == m_project)
        m_undo_stack.setClean();
    emit titleChanged();
}

Result<void> Document::edit(const QString& text, const std::function<Result<void>(Project&)>& change,
                            const QString& merge_key)
{
    Project edited = m_project;
    if (auto done = change(edited); !done)
        return done;
    return push(text, std::move(edited), nullptr, merge_key);
}

Result<void> Document::editTies(const QString& text,
                                const std::function<Result<TrainedNetwork>(const TrainedNetwork&)>& change)
{
    auto made = change(trainedNetwork());
    if (!made)
        return tl::unexpected(std::move(made.error()));
    Project edited = m_project;
    edited.network = std::move(made->network);
    placeNewNodes(edited);
    return push(text, std::move(edited), made->state ? &*made->state : nullptr, {});
}

Result<void> Document::push(const QString& text, Project edited, const TrainedState* tied, const QString& merge_key)
{
    keepCanvasInStep(edited);
    ProjectChange made = difference(m_project, edited);
    if (made.empty())
        return {};
    if (m_trained && made.changesNetwork())
        made.trained =
            TrainedChange{m_trained, followed(m_project.network, *m_trained, edited.network, tied), m_generation};
    m_undo_stack.push(new ProjectChangeCommand(*this, text, std::move(made), merge_key));
    return {};
}

TrainedNetwork Document::trainedNetwork() const
{
    TrainedNetwork network{m_project.network, {}};
    if (m_trained) {
        const auto tied = m_trained->variants.find(tiedArm);
        if (tied != m_trained->variants.end())
            network.state = tied->second;
    }
    return network;
}

void Document::setTrained(std::shared_ptr<const TrainingState> state, std::shared_ptr<const Dataset> dataset)
{
    // To free the values of a large network takes longer than a window may stand still.
    if (auto old = std::exchange(m_trained, std::move(state)); old != nullptr)
        m_dropping.add([old = std::move(old)]() mutable -> BackgroundWork::Sequel {
            old.reset();
            return [] {};
        });
    m_dataset = std::move(dataset);
    ++m_generation;
    emit trainedChanged();
}

void Document::setDataFacts(std::optional<DataFacts> facts)
{
    if (facts == m_data_facts)
        return;
    m_data_facts = std::move(facts);
    examineAgain();
    emit analysisChanged();
}

void Document::examineAgain()
{
    m_analysis = examine(m_project.network, m_project.training);
    // In the order of trainingObstacles(), so that the first is the same one.
    if (auto wrong = settingsFinding(m_project))
        m_analysis.diagnostics.push_back(std::move(*wrong));
    if (m_data_facts)
        std::ranges::move(dataFindings(m_project.network, m_analysis, *m_data_facts),
                          std::back_inserter(m_analysis.diagnostics));
    addRemedies(m_project.network, m_analysis.diagnostics);
    m_account = accountOf(m_project.network, m_analysis, m_project.training);
}

void Document::applyChange(const ProjectChange& change, bool undone)
{
    const Network before = m_trained && change.changesNetwork() ? m_project.network : Network();
    apply(change, m_project, undone);
    const bool forgets_data = change.data && m_data_facts;
    if (change.data)
        m_data_facts.reset();
    if (change.data)
        m_dataset.reset(); // Who trains on reads the other data, and whether they are of the same columns and classes.
    if (change.trained && change.trained->generation == m_generation)
        m_trained = undone ? change.trained->before : change.trained->after;
    else if (m_trained && change.changesNetwork())
        m_trained = followed(before, *m_trained, m_project.network, nullptr);
    if (change.changesNetwork() || change.training || forgets_data)
        examineAgain();
    emit changed(undone ? reversed(change) : change);
    if (forgets_data)
        emit analysisChanged();
    if (change.name)
        emit titleChanged();
}

} // namespace ligature
