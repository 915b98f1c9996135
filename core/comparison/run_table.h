// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/comparison/figures.h"
#include "core/experiment/run_notes.h"
#include "core/experiment/run_store.h"

/// The runs of a store as a table: a row for each arm at each setting with the mean over its seeds, its runs below it.
/// Plain values and pure functions; what is shown, hidden, sorted or ticked changes no figure of any row.
namespace ligature {

/// How runs stand beside the baseline's: theirs minus its.
struct RunDifference {
    std::optional<double> absolute;
    std::optional<double> relative;               ///< as a share of the magnitude of the baseline's mean
    std::optional<statistics::Interval> interval; ///< 95 %, of the absolute one; nothing where seeds are not paired
    std::size_t pairs = 0;                        ///< seeds (and folds) that both have; 0: of two means
    enum class Sign { Better, Worse, Same };
    Sign sign = Sign::Same; ///< by the direction of the measure
};

/// The runs of an arm at one setting.
struct RunGroup {
    std::string key; ///< RunResult::group; of runs of earlier versions what they say of themselves
    ArmId arm = tiedArm;
    std::string title; ///< of the arm
    double fraction = 1;
    std::vector<RunSetting> settings;
    std::int64_t parameters = 0; ///< 0: not known
    std::vector<StoredRun> runs; ///< by their seeds; all of them can be read
    std::size_t planned = 0;     ///< that the comparison asks for; 0 where it is of none
    bool is_tuning = false;      ///< its runs only helped to choose a learning rate
    std::int64_t written = 0;    ///< when the newest run was
    ArmFigure val_loss;
    ArmFigure metric; ///< nameless where the runs have another one than the table
    ArmFigure gap;
    ArmFigure test_loss;
    statistics::Summary seconds_per_step;    ///< of each run the median
    std::optional<RunDifference> difference; ///< nothing of the baseline itself, and where there is none
    bool is_baseline = false;
    /// Its place in ExperimentFigures, where it is of the comparison.
    std::optional<std::pair<std::size_t, std::size_t>> place = {};
    std::optional<statistics::Answer> verdict = {}; ///< of the comparison
    std::string verdict_words;                      ///< it in sentences, with what stands beside it
    RunNote note;

    [[nodiscard]] std::size_t diverged() const { return val_loss.diverged; }
    [[nodiscard]] const ArmFigure& measured(bool by_metric) const { return by_metric ? metric : val_loss; }
    [[nodiscard]] std::vector<const RunResult*> results() const;
};

/// What a table is made of.
struct RunTableSource {
    std::vector<StoredRun> runs;
    RunNotes notes = {};
    const Experiment* experiment = nullptr; ///< the comparison; its arms are there before they have runs
    const ExperimentFigures* figures = nullptr;
    const Network* network = nullptr; ///< that names the arms; may be null
    MetricSpec metric = {};
    bool is_by_metric = false;
    bool has_earlier = true; ///< runs that are not of the comparison, too
};

struct RunTable {
    std::vector<RunGroup> groups;   ///< those of the comparison in its order, then the newest first
    std::vector<StoredRun> damaged; ///< whose files cannot be read
    MetricSpec metric;
    bool is_by_metric = false;
    std::string baseline;      ///< the group's key; empty: each is held against its own comparison's
    std::string baseline_name; ///< of the pinned one
    std::size_t earlier = 0;   ///< runs that are not of the comparison, whether they are in the table or not
    [[nodiscard]] std::size_t runCount() const;
};

[[nodiscard]] RunTable makeRunTable(const RunTableSource& source);

/// How a run stands beside the baseline's run of the same seed and fold; nothing where there is none.
[[nodiscard]] std::optional<RunDifference> differenceOf(const RunTable& table, const RunGroup& group,
                                                        const RunResult& run);

} // namespace ligature
