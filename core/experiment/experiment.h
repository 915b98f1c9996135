// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/data/dataset.h"
#include "core/error/result.h"
#include "core/experiment/run_identity.h"
#include "core/experiment/run_result.h"
#include "core/project/project.h"

namespace ligature {

/// One setting of all that is varied.
struct ExperimentPoint {
    Project project;                        ///< the project with the values
    std::vector<std::string> values;        ///< of each axis, as people read them
    std::map<ArmId, ArmIdentity> arms = {}; ///< of the experiment's
};

/// What is compared with what: a point, and the share of the training samples.
struct ExperimentGroup {
    std::size_t point = 0;
    double fraction = 1; ///< of those that the project trains on
    auto operator<=>(const ExperimentGroup&) const = default;
};

/// One arm, one seed. A plain value.
struct PlannedRun {
    ExperimentGroup group;
    ArmId arm = tiedArm;
    std::uint64_t seed = 0;
    /// In place of the point's.
    std::optional<double> learning_rate = {};
    std::int64_t fold = 0; ///< that it validates on, from 1; 0: there are none
    bool operator==(const PlannedRun&) const = default;
};

/// The learning rates that tuning found best.
using TunedRates = std::map<std::pair<ExperimentGroup, ArmId>, double>;

/// An experiment that can be run: a project's plan, with each of its points tried on the data. A plain value; what is
/// trained is decided by it and the data alone. Thread-safe.
class Experiment {
public:
    /// An error that names what in the plan cannot be: an arm that the network has not, a setting that is gone, a point
    /// at which some arm cannot be trained, no validation samples to compare on. Points that are drawn twice are one.
    [[nodiscard]] static Result<Experiment> plan(Project project, std::shared_ptr<const Dataset> dataset);

    [[nodiscard]] const Project& project() const { return m_project; }
    [[nodiscard]] const ExperimentPlan& settings() const { return m_project.experiment; }
    [[nodiscard]] const std::shared_ptr<const Dataset>& dataset() const { return m_dataset; }
    [[nodiscard]] const std::string& dataHash() const { return m_data_hash; }
    [[nodiscard]] const std::vector<ArmId>& arms() const { return m_arms; }
    [[nodiscard]] ArmId baseline() const { return m_baseline; }
    [[nodiscard]] const std::vector<std::string>& axes() const { return m_axes; } ///< their names
    [[nodiscard]] const std::vector<ExperimentPoint>& points() const { return m_points; }
    [[nodiscard]] std::vector<ExperimentGroup> groups() const; ///< in the order in which people read them
    [[nodiscard]] std::vector<std::uint64_t> seeds() const;
    /// What is trained once with each arm, in the order in which it is: a seed, and the fold of it, or 0.
    struct Pair {
        std::uint64_t seed = 0;
        std::int64_t fold = 0;
    };
    [[nodiscard]] std::vector<Pair> pairs() const;
    /// How many samples each pair is measured on for one that it trains on, where pairs share samples (1 / (folds -
    /// 1)); else 0. A share of the training samples does not count: it makes the overlap no larger.
    [[nodiscard]] double overlap() const;

    /// What is trained to choose the learning rates; empty where they are not tuned. The arms of one seed stand
    /// together.
    [[nodiscard]] std::vector<PlannedRun> tuningRuns() const;
    /// The rates that are tried of a group.
    [[nodiscard]] std::vector<double> triedRates(const ExperimentGroup& group) const;
    [[nodiscard]] double setRate(const ExperimentGroup& group) const; ///< what the project sets
    /// What is compared: seed by seed, so that all groups are known about as well at any moment; the arms of one seed
    /// stand together.
    /// @param rates complete where tuningRuns() are not empty
    [[nodiscard]] std::vector<PlannedRun> comparedRuns(const TunedRates& rates) const;

    /// Of all arms, with the first seed and its share of the training samples.
    [[nodiscard]] Project projectOf(const ExperimentGroup& group) const;
    [[nodiscard]] Project projectOf(const PlannedRun& run) const;
    /// The same of runs that are the same: where what is varied does not concern the arm.
    /// @param run its arm is one of arms()
    [[nodiscard]] std::string keyOf(const PlannedRun& run) const;
    /// The same of all its seeds: whose runs have a mean together.
    [[nodiscard]] std::string groupKeyOf(const PlannedRun& run) const;
    /// What tells it apart from runs of other settings and of other networks, for RunResult.
    void describe(const PlannedRun& run, RunResult& result) const;
    /// Updates that it takes, for the time that is left.
    [[nodiscard]] std::int64_t stepsOf(const PlannedRun& run) const;

private:
    Experiment() = default;

    Project m_project;
    std::shared_ptr<const Dataset> m_dataset;
    std::string m_data_hash;
    std::vector<ArmId> m_arms;
    ArmId m_baseline = untiedArm;
    std::vector<std::string> m_axes;
    std::vector<ExperimentPoint> m_points;
};

/// What the others are held against: what the plan says, or the untied twin where it is among the arms, or the second
/// of them.
[[nodiscard]] ArmId baselineOf(const ExperimentPlan& plan, const std::vector<ArmId>& arms);

/// How many points an experiment may have, and how many runs.
inline constexpr std::int64_t mostPoints = 10'000;
inline constexpr std::int64_t mostRuns = 1'000'000;

/// How many seeds tune a learning rate; they are none of those that are compared.
inline constexpr std::int64_t tuningSeeds = 2;

} // namespace ligature
