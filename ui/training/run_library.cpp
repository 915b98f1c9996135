// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/run_library.h"

#include <algorithm>
#include <utility>

#include <QUndoCommand>

#include "core/training/losses.h"
#include "ui/document/document.h"
#include "ui/training/experiment_controller.h"

namespace ligature {

class RunLibrary::RemoveRuns : public QUndoCommand {
public:
    RemoveRuns(RunLibrary* library, std::vector<std::string> keys)
        : QUndoCommand(keys.size() == 1 ? RunLibrary::tr("Delete a run")
                                        : RunLibrary::tr("Delete %1 runs").arg(keys.size())),
          m_library(library), m_keys(std::move(keys))
    {
    }
    void redo() override { m_library->move(m_keys, true); }
    void undo() override { m_library->move(m_keys, false); }

private:
    RunLibrary* m_library;
    std::vector<std::string> m_keys;
};

class RunLibrary::ChangeNote : public QUndoCommand {
public:
    ChangeNote(RunLibrary* library, std::string key, RunNote note, const QString& text)
        : QUndoCommand(text), m_library(library), m_key(std::move(key)), m_before(library->noteOf(m_key)),
          m_after(std::move(note))
    {
    }
    void redo() override { m_library->say(m_key, m_after); }
    void undo() override { m_library->say(m_key, m_before); }

private:
    RunLibrary* m_library;
    std::string m_key;
    RunNote m_before;
    RunNote m_after;
};

class RunLibrary::PinBaseline : public QUndoCommand {
public:
    PinBaseline(RunLibrary* library, std::string key)
        : QUndoCommand(RunLibrary::tr("Pin the baseline")), m_library(library), m_before(library->m_notes.baseline),
          m_after(std::move(key))
    {
    }
    void redo() override { m_library->pinNow(m_after); }
    void undo() override { m_library->pinNow(m_before); }

private:
    RunLibrary* m_library;
    std::string m_before;
    std::string m_after;
};

RunLibrary::RunLibrary(Document* document, ExperimentController* experiment, QObject* parent)
    : QObject(parent), m_document(document), m_experiment(experiment),
      m_work(std::make_unique<BackgroundWork>(BackgroundWork::AtEnd::Finish))
{
    connect(document, &Document::changed, this, [this](const ProjectChange& change) {
        if (!change.everything)
            return;
        forget();
        refresh();
    });
    connect(document, &Document::titleChanged, this, &RunLibrary::refresh); // It may have another file.
    connect(experiment, &ExperimentController::answerChanged, this, [this] {
        rebuild();
        refresh();
    });
    connect(experiment, &ExperimentController::stateChanged, this, &RunLibrary::refresh);
    refresh();
}

RunLibrary::~RunLibrary()
{
    forget();
    BackgroundWork::retire(std::move(m_work));
}

/// The document is another one: what was deleted is deleted for good.
void RunLibrary::forget()
{
    discardGone(m_store);
    m_store.reset();
    m_notes = {};
    m_problem.reset();
    m_overlays.clear();
    m_is_ticked_by_hand = false;
    m_setting = 0;
}

void RunLibrary::discardGone(const std::shared_ptr<RunStore>& store)
{
    if (store != nullptr && !m_aside.empty())
        m_work->add([store, keys = std::vector(m_aside.begin(), m_aside.end())]() -> BackgroundWork::Sequel {
            store->discard(keys);
            return [] {};
        });
    m_undo.clear();
    ++m_changes;
    m_gone.clear();
    m_aside.clear();
    m_runs.clear();
}

const RunGroup* RunLibrary::findGroup(const std::string& key) const
{
    const auto found = std::ranges::find(m_table->groups, key, &RunGroup::key);
    return found == m_table->groups.end() ? nullptr : &*found;
}

std::vector<ArmChoice> RunLibrary::arms() const
{
    return armChoices(m_document->network());
}

void RunLibrary::adopt(std::shared_ptr<RunStore> store)
{
    const bool was_memory = m_store != nullptr && m_store->folder().empty();
    const RunNotes said = std::exchange(m_notes, {});
    const std::shared_ptr<RunStore> before = std::exchange(m_store, std::move(store));
    if (before != nullptr && m_store != nullptr && before->folder() == m_store->folder()) {
        m_notes = said;
        return;
    }
    discardGone(before);
    m_problem.reset();
    if (m_store == nullptr || m_store->folder().empty())
        return;
    m_work->add([now = m_store]() -> BackgroundWork::Sequel {
        now->discardLeftovers();
        return [] {};
    });
    // What was said before the project had a file goes beside it too.
    if (was_memory && said != RunNotes()) {
        m_notes = said;
        writeNotes([said](RunNotes& notes) {
            for (const auto& [key, note] : said.entries)
                notes.set(key, note);
            if (!said.baseline.empty())
                notes.baseline = said.baseline;
        });
    }
}

void RunLibrary::refresh()
{
    if (m_experiment == nullptr)
        return;
    std::shared_ptr<RunStore> store = m_experiment->keptRuns();
    if (store != m_store)
        adopt(std::move(store));
    if (m_store == nullptr) {
        rebuild();
        return;
    }
    if (std::exchange(m_is_listing, true)) {
        m_lists_again = true;
        return;
    }
    m_work->add(
        [self = QPointer(this), from = m_store, change = m_changes, said = m_sayings]() -> BackgroundWork::Sequel {
            std::vector<StoredRun> runs = from->list();
            Result<RunNotes> notes = from->folder().empty() ? Result<RunNotes>() : readRunNotes(from->folder());
            return [self, from, change, said, runs = std::move(runs), notes = std::move(notes)]() mutable {
                if (self == nullptr) // The work outlives whom it was for.
                    return;
                self->m_is_listing = false;
                // What was said since then is not in these notes, which are read again behind it.
                self->m_lists_again = self->m_lists_again || said != self->m_sayings;
                if (said != self->m_sayings)
                    notes = self->m_notes;
                if (from == self->m_store)
                    self->takeList(std::move(runs), std::move(notes), change);
                if (std::exchange(self->m_lists_again, false) || from != self->m_store)
                    self->refresh();
            };
        });
}

void RunLibrary::takeList(std::vector<StoredRun> runs, Result<RunNotes> notes, int change)
{
    m_runs = std::move(runs);
    if (change == m_changes) // What was deleted and is there was trained anew.
        std::erase_if(m_gone, [this](const std::string& key) {
            return std::ranges::find(m_runs, key, &StoredRun::key) != m_runs.end();
        });
    if (!m_store->folder().empty()) {
        m_problem = notes ? std::nullopt : std::optional(notes.error());
        m_notes = notes.value_or(RunNotes());
    }
    rebuild();
}

bool RunLibrary::showsEarlier() const
{
    return m_shows_earlier || m_experiment->update().answer == nullptr;
}

void RunLibrary::setShowsEarlier(bool shows)
{
    m_shows_earlier = shows;
    rebuild();
}

void RunLibrary::rebuild()
{
    if (m_experiment == nullptr)
        return;
    RunTableSource source;
    const std::shared_ptr<const ExperimentAnswer> answer = m_experiment->update().answer;
    if (answer != nullptr) {
        source.experiment = &answer->experiment;
        source.figures = &answer->figures;
        source.metric = answer->figures.metric;
        source.is_by_metric = answer->figures.is_by_metric;
        // An answer may know of runs that the last list does not have yet.
        std::set<std::string> listed;
        for (const StoredRun& run : m_runs)
            listed.insert(run.key);
        for (const GroupFigures& group : answer->figures.groups) {
            for (const ArmFigures& arm : group.arms) {
                for (const auto& run : arm.runs) {
                    if (run && listed.insert(run->key).second)
                        m_runs.push_back({run->key, std::make_shared<const RunResult>(*run), {}, 0});
                }
            }
        }
    } else {
        source.metric = metricOf(lossesOf(m_document->network()));
        source.is_by_metric = m_document->project().experiment.measure == ExperimentMeasure::Metric;
    }
    source.runs = m_runs;
    std::erase_if(source.runs, [this](const StoredRun& run) { return m_gone.contains(run.key); });
    source.notes = m_notes;
    source.network = &m_document->network();
    source.has_earlier = showsEarlier();
    m_table = std::make_shared<const RunTable>(makeRunTable(source));
    const auto before = m_overlays.size();
    std::erase_if(m_overlays, [this](const Overlay& overlay) { return findGroup(overlay.key) == nullptr; });
    if (before != m_overlays.size() && m_overlays.empty())
        m_is_ticked_by_hand = false;
    followSetting(m_setting);
    emit changed();
    emit overlaysChanged();
}

QString RunLibrary::obstacleToRemoving(const std::vector<std::string>& keys) const
{
    if (!m_experiment->isActive())
        return {};
    const bool is_known = m_experiment->update().answer != nullptr;
    const bool counts = std::ranges::any_of(m_table->groups, [&](const RunGroup& group) {
        return (group.place || group.is_tuning) && std::ranges::any_of(group.runs, [&keys](const StoredRun& run) {
                   return std::ranges::find(keys, run.key) != keys.end();
               });
    });
    return is_known && !counts ? QString() : tr("The comparison that is going on counts these runs: stop it first.");
}

void RunLibrary::remove(const std::vector<std::string>& keys)
{
    if (!keys.empty() && m_store != nullptr && obstacleToRemoving(keys).isEmpty())
        m_undo.push(new RemoveRuns(this, keys));
}

void RunLibrary::move(const std::vector<std::string>& keys, bool is_removed)
{
    ++m_changes;
    for (const std::string& key : keys) {
        for (std::set<std::string>* const keys_of : {&m_gone, &m_aside}) {
            if (is_removed)
                keys_of->insert(key);
            else
                keys_of->erase(key);
        }
    }
    m_work->add([self = QPointer(this), keys, is_removed, store = m_store]() -> BackgroundWork::Sequel {
        std::optional<Error> error;
        std::vector<std::string> refused;
        for (const std::string& key : keys) {
            const auto moved = is_removed ? store->remove(key) : store->restore(key);
            if (moved)
                continue;
            refused.push_back(key);
            if (!error)
                error = moved.error();
        }
        return [self, store, error, refused, is_removed] {
            if (self == nullptr || store != self->m_store)
                return;
            for (const std::string& key : refused) {
                if (is_removed)
                    self->m_gone.erase(key);
            }
            if (error)
                emit self->failed(*error);
            self->refresh();
            self->m_experiment->recount();
        };
    });
    rebuild();
    if (is_removed)
        emit removedRuns(static_cast<int>(keys.size()));
}

void RunLibrary::setTags(const std::string& key, const QString& text)
{
    RunNote note = m_notes.of(key);
    note.tags = tagsFromText(text.toStdString());
    if (note != m_notes.of(key) && !m_problem)
        m_undo.push(new ChangeNote(this, key, std::move(note), tr("Change tags")));
}

void RunLibrary::setNote(const std::string& key, const QString& text)
{
    RunNote note = m_notes.of(key);
    note.note = noteFromText(text.toStdString());
    if (note != m_notes.of(key) && !m_problem)
        m_undo.push(new ChangeNote(this, key, std::move(note), tr("Change a note")));
}

void RunLibrary::pin(const std::string& key)
{
    if (key != m_notes.baseline && !m_problem)
        m_undo.push(new PinBaseline(this, key));
}

void RunLibrary::say(const std::string& key, const RunNote& note)
{
    m_notes.set(key, note);
    writeNotes([key, note](RunNotes& notes) { notes.set(key, note); });
    rebuild();
}

void RunLibrary::pinNow(const std::string& key)
{
    m_notes.baseline = key;
    writeNotes([key](RunNotes& notes) { notes.baseline = key; });
    rebuild();
}

void RunLibrary::writeNotes(const std::function<void(RunNotes&)>& change)
{
    ++m_sayings;
    if (m_store == nullptr || m_store->folder().empty())
        return;
    m_work->add([self = QPointer(this), change, folder = m_store->folder()]() -> BackgroundWork::Sequel {
        const auto written = changeRunNotes(folder, change);
        return [self, error = written ? std::nullopt : std::optional(written.error())] {
            if (self == nullptr || !error)
                return;
            emit self->failed(*error);
            self->refresh(); // What is shown is what is kept.
        };
    });
}

void RunLibrary::setNotesAside()
{
    if (m_store == nullptr || m_store->folder().empty())
        return;
    m_work->add([self = QPointer(this), folder = m_store->folder()]() -> BackgroundWork::Sequel {
        const auto aside = setRunNotesAside(folder);
        return [self, error = aside ? std::nullopt : std::optional(aside.error())] {
            if (self == nullptr)
                return;
            if (error)
                emit self->failed(*error);
            self->refresh();
        };
    });
}

const RunLibrary::Overlay* RunLibrary::findOverlay(const std::string& key) const
{
    const auto found = std::ranges::find(m_overlays, key, &Overlay::key);
    return found == m_overlays.end() ? nullptr : &*found;
}

void RunLibrary::tick(const std::string& key, bool is_ticked)
{
    const RunGroup* const group = findGroup(key);
    if (!is_ticked) {
        std::erase_if(m_overlays, [&key](const Overlay& overlay) { return overlay.key == key; });
        return;
    }
    if (group == nullptr || findOverlay(key) != nullptr)
        return;
    Overlay overlay{key, group->arm, {}};
    const auto isTaken = [this, &overlay](const std::optional<int>& place) {
        return std::ranges::any_of(m_overlays, [&](const Overlay& other) {
            return other.place == place && (place || other.arm == overlay.arm);
        });
    };
    if (isTaken({})) {
        overlay.place = 0;
        while (isTaken(overlay.place))
            ++*overlay.place;
    }
    m_overlays.push_back(std::move(overlay));
}

void RunLibrary::setTicked(const std::string& key, bool is_ticked)
{
    tick(key, is_ticked);
    m_is_ticked_by_hand = true;
    emit overlaysChanged();
}

void RunLibrary::untickAll()
{
    m_overlays.clear();
    m_is_ticked_by_hand = true;
    emit overlaysChanged();
}

void RunLibrary::followSetting(std::size_t setting)
{
    const bool is_another = std::exchange(m_setting, setting) != setting;
    if (m_is_ticked_by_hand && !(is_another && m_overlays.empty()))
        return;
    m_is_ticked_by_hand = false;
    std::vector<Overlay> before = std::exchange(m_overlays, {});
    for (const RunGroup& group : m_table->groups) {
        if (group.place && group.place->first == setting)
            tick(group.key, true);
    }
    const auto isSame = [](const Overlay& a, const Overlay& b) { return a.key == b.key; };
    if (!std::ranges::equal(before, m_overlays, isSame))
        emit overlaysChanged();
}

} // namespace ligature
