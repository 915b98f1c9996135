// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <QObject>
#include <QPointer>
#include <QUndoStack>

#include "core/comparison/run_table.h"
#include "core/tying/arm.h"
#include "ui/document/background_work.h"

namespace ligature {

class Document;
class ExperimentController;

/// The runs of the open document as the GUI sees them: those of the comparison and those of earlier ones, with what
/// people say of them, and which curves are drawn over one another. Files are read and written in the background. What
/// is deleted or said can be undone, in a stack of its own: runs are no part of the project. Lives in the GUI thread.
class RunLibrary : public QObject {
    Q_OBJECT

public:
    RunLibrary(Document* document, ExperimentController* experiment, QObject* parent = nullptr);
    ~RunLibrary() override;

    [[nodiscard]] const RunTable& table() const { return *m_table; }
    /// The same, to be kept while newer ones are made.
    [[nodiscard]] const std::shared_ptr<const RunTable>& sharedTable() const { return m_table; }
    [[nodiscard]] const RunGroup* findGroup(const std::string& key) const;
    [[nodiscard]] QUndoStack* undoStack() { return &m_undo; }
    /// What is said of a run or a group.
    [[nodiscard]] const RunNote& noteOf(const std::string& key) const { return m_notes.of(key); }
    /// Those that the network can be trained as, by which curves are told apart.
    [[nodiscard]] std::vector<ArmChoice> arms() const;
    /// Why tags and notes cannot be read; nothing can be said then.
    [[nodiscard]] const std::optional<Error>& problem() const { return m_problem; }

    /// Whether runs that are not of the comparison are in the table. Before there is a comparison they are.
    [[nodiscard]] bool showsEarlier() const;
    void setShowsEarlier(bool shows);

    /// Why these runs cannot be deleted now, in words; empty when they can.
    [[nodiscard]] QString obstacleToRemoving(const std::vector<std::string>& keys) const;
    void remove(const std::vector<std::string>& keys);
    void setTags(const std::string& key, const QString& text);
    void setNote(const std::string& key, const QString& text);
    /// Holds all rows against this group; empty: each against the baseline of its comparison.
    void pin(const std::string& key);
    /// Gives the file of notes that cannot be read another name.
    void setNotesAside();

    /// A row whose curve is drawn.
    struct Overlay {
        std::string key;
        ArmId arm;
        /// Nothing: it has its arm's colour; else its place among those whose arm's colour is taken.
        std::optional<int> place;
    };
    [[nodiscard]] const std::vector<Overlay>& overlays() const { return m_overlays; }
    [[nodiscard]] const Overlay* findOverlay(const std::string& key) const;
    /// By hand: what is drawn follows the chosen setting no more, until nothing is ticked.
    void setTicked(const std::string& key, bool is_ticked);
    void untickAll();
    /// Draws the arms of a setting of the comparison, unless rows are ticked by hand.
    void followSetting(std::size_t group);

    /// Looks for what is there now.
    void refresh();

signals:
    void changed();
    void overlaysChanged();
    void removedRuns(int count);
    void failed(const ligature::Error& error);

private:
    class RemoveRuns;
    class ChangeNote;
    class PinBaseline;
    void forget();
    void discardGone(const std::shared_ptr<RunStore>& store);
    void adopt(std::shared_ptr<RunStore> store);
    void takeList(std::vector<StoredRun> runs, Result<RunNotes> notes, int change);
    void rebuild();
    void move(const std::vector<std::string>& keys, bool is_removed);
    void say(const std::string& key, const RunNote& note);
    void pinNow(const std::string& key);
    void writeNotes(const std::function<void(RunNotes&)>& change);
    void tick(const std::string& key, bool is_ticked);

    Document* m_document;
    QPointer<ExperimentController> m_experiment; ///< goes before the document, whose end still tells of changes
    std::shared_ptr<RunStore> m_store;           ///< null: nothing is kept yet
    std::vector<StoredRun> m_runs;               ///< as they were listed last
    std::set<std::string> m_gone;                ///< that are deleted, whatever a list or an answer of before says
    std::set<std::string> m_aside;               ///< that can be brought back
    int m_changes = 0;                           ///< deletions and their undoing, so that an older list is known as one
    int m_sayings = 0;                           ///< changes of the notes, likewise
    bool m_is_listing = false;
    bool m_lists_again = false;
    RunNotes m_notes;
    std::optional<Error> m_problem;
    bool m_shows_earlier = false;
    std::shared_ptr<const RunTable> m_table = std::make_shared<const RunTable>();
    std::vector<Overlay> m_overlays;
    std::size_t m_setting = 0;
    bool m_is_ticked_by_hand = false;
    QUndoStack m_undo;
    std::unique_ptr<BackgroundWork> m_work;
};

} // namespace ligature
