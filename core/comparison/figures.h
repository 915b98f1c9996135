// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/experiment/experiment.h"
#include "core/experiment/run_store.h"
#include "core/layers/loss_meaning.h"
#include "core/statistics/checks.h"
#include "core/statistics/paired_difference.h"
#include "core/statistics/summary.h"
#include "core/statistics/verdict.h"
#include "core/tying/account.h"

/// What an experiment's runs come to, as tables, reports and plots show it. Pure functions of the experiment and of
/// what is in the store: all but ArmTimes are the same bits wherever the runs were trained.
namespace ligature {

/// A figure of an arm beside the baseline's, paired by seed.
struct FigureComparison {
    statistics::PairedDifference difference;
    statistics::Verdict verdict;
    statistics::Checks checks;
    std::optional<double> adjusted_p; ///< Holm's, where several arms are compared with the baseline; else that of t
    std::string sentence;             ///< the verdict in words
    std::string evidence;             ///< what stands beside it
    std::string checked;              ///< what the checks say; empty where there are none
};

/// A figure over the seeds that are through.
struct ArmFigure {
    std::string name; ///< "Validation loss"
    statistics::MetricDirection direction = statistics::MetricDirection::LowerIsBetter;
    std::vector<double> values; ///< by ExperimentFigures::seeds; NaN where there is none
    statistics::Summary summary;
    std::size_t diverged = 0; ///< runs, which are not in the summary
    /// The mean with them, each counted as it was before its first step: as a network that has learned nothing. Nothing
    /// where none diverged, or that was not measured.
    std::optional<double> mean_with_diverged = {};
    std::optional<FigureComparison> comparison; ///< not of the baseline, and not where nothing can be paired
};

/// What differs each time.
struct ArmTimes {
    statistics::Summary seconds;           ///< of a whole run
    statistics::Summary seconds_per_step;  ///< of each run the median
    statistics::Summary seconds_to_target; ///< of the runs that reach GroupFigures::target_loss
};

struct ArmFigures {
    ArmId arm = tiedArm;
    std::string title;
    Counts counts;                 ///< of its network
    std::int64_t memory_bytes = 0; ///< that training it takes at its peak, by its plan
    double learning_rate = 0;
    bool is_tuned = false;
    std::vector<std::optional<RunResult>> runs; ///< by ExperimentFigures::seeds
    ArmFigure val_loss;
    ArmFigure metric; ///< nameless where the network has none
    ArmFigure train_loss;
    ArmFigure generalisation_gap; ///< validation loss less training loss
    ArmFigure best_val_loss;      ///< the least of all epochs
    ArmFigure test_loss;          ///< nameless where no samples are kept for a test, as the next
    ArmFigure test_metric;
    ArmFigure steps_to_target; ///< NaN where it is not reached
    ArmTimes times;
    std::string storage; ///< "Tied: 2,048 parameters fewer (49 %), 8.2 kB less."
    /// All that is compared, in the order in which people read it.
    [[nodiscard]] std::vector<const ArmFigure*> figures() const;
};

struct GroupFigures {
    ExperimentGroup group;
    std::vector<std::string> values; ///< of the axes
    std::vector<ArmFigures> arms;    ///< the baseline among them
    /// The greatest of the arms' mean validation losses at the end: what each arm is expected to reach.
    std::optional<double> target_loss;
    std::string verdict; ///< the sentences of what is compared by, of all arms
};

struct ExperimentFigures {
    std::vector<std::uint64_t> seeds; ///< of each pair: of an experiment over folds, as often as there are folds
    std::vector<std::int64_t> folds;  ///< of each pair; empty where there are none
    std::int64_t runs = 0;            ///< that are compared
    std::int64_t done = 0;
    std::vector<GroupFigures> groups;
    MetricSpec metric;
    bool is_by_metric = false;    ///< the verdict is about the metric
    std::string measure;          ///< "Validation loss"
    std::int64_t comparisons = 1; ///< in each group, for which levels and p are corrected
};

/// Runs of an arm, by the seeds; null where one is not through.
using ArmRuns = std::span<const RunResult* const>;
[[nodiscard]] ArmFigure valLossFigure(ArmRuns runs);
/// Nameless where the network has none.
[[nodiscard]] ArmFigure metricFigure(ArmRuns runs, const MetricSpec& metric);
[[nodiscard]] ArmFigure gapFigure(ArmRuns runs); ///< validation loss less training loss
/// Nameless where no samples are kept for a test.
[[nodiscard]] ArmFigure testLossFigure(ArmRuns runs);

/// Of what is through by now.
/// @return an error where a result in the store cannot be read
[[nodiscard]] Result<ExperimentFigures> figuresOf(const Experiment& experiment, const RunStore& store);

} // namespace ligature
