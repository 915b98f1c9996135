// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/data/dataset.h"
#include "core/error/result.h"
#include "core/network/analysis.h"
#include "core/program/weights.h"
#include "core/project/project.h"
#include "core/training/history.h"
#include "core/training/losses.h"
#include "core/training/parameter_figures.h"
#include "core/training/trained_state.h"
#include "core/training/use_gradients.h"

namespace ligature {

/// Why a project cannot be trained as it is: the network's errors, what does not fit between network and data, and the
/// memory that it would take. Empty when it can.
/// @param dataset nothing: the data's own problems are told by loadDataset()
[[nodiscard]] std::vector<Diagnostic> trainingObstacles(const Project& project, const Dataset* dataset);

/// The equality that 'both' promises, as it was measured on the first batch before any update.
struct TwinCheck {
    double tied_loss = 0;
    double untied_loss = 0;
    bool identical = false; ///< to the last bit
};

/// An arm's file in a training's folder that going on needs: "tied.checkpoint.safetensors".
[[nodiscard]] std::string checkpointFileName(const ArmId& arm);
/// The same of its best epoch, where that was asked for: "tied.best.checkpoint.safetensors".
[[nodiscard]] std::string bestCheckpointFileName(const ArmId& arm);

/// What one arm's checkpoint holds, of a training of this project on these data.
/// @param file as Trainer::checkpoint() gives its bytes, whatever its name: it says of which arm it is
/// @return an error where the file is of another network, other settings or other data
[[nodiscard]] Result<TrainingState> readCheckpoint(const Project& project, std::shared_ptr<const Dataset> dataset,
                                                   const std::filesystem::path& file);

/// Where a loss stopped being finite.
struct Divergence {
    ArmId variant = tiedArm;
    std::int64_t step = 0; ///< the step whose loss was not finite, or after which it was measured and was not
    std::string layer;     ///< the first layer whose output was not
    std::string message;   ///< a sentence for people, with the mend
    std::string what;      ///< the same as an Error has it
    std::string mend;
    std::optional<Remedy> remedy = {}; ///< the mend as an edit, where it is one
};

/// Trains the chosen arms of a project in lockstep: the same batches in the same order. It works where it is called;
/// with several threads, arms are shared out among them while advance() runs, and the bits are the same. Not
/// thread-safe; allocates nothing while stepping.
class Trainer {
public:
    /// Compiles the arms and draws the first values. An error where trainingObstacles() has any.
    /// @param stop leaves it undone, with an error
    static Result<std::unique_ptr<Trainer>> create(const Project& project, std::shared_ptr<const Dataset> dataset,
                                                   int threads = 1, const std::stop_token& stop = {});
    /// Goes on from a checkpoint that writeCheckpoint() wrote: the same bits as if it had not stopped.
    static Result<std::unique_ptr<Trainer>> resume(const Project& project, std::shared_ptr<const Dataset> dataset,
                                                   const std::filesystem::path& folder, int threads = 1,
                                                   const std::stop_token& stop = {});
    /// The same from a state in memory, which may be of another project: what is trained on from it is this one's
    /// network. An error where an arm's parameters do not have a value each.
    static Result<std::unique_ptr<Trainer>> resume(const Project& project, std::shared_ptr<const Dataset> dataset,
                                                   const TrainingState& from, int threads = 1,
                                                   const std::stop_token& stop = {});
    virtual ~Trainer() = default;

    /// Measures epoch 0, where no step is done yet. The first advance() does it where this was not called.
    /// @param told which share of it is done, from 0 to 1; from any of its threads, one at a time
    /// @return false where it was stopped before it was through
    virtual bool measureStart(const std::stop_token& stop, const std::function<void(double)>& told) = 0;

    /// Steps every arm until `steps` more updates are done, the time budget is used up (checked between updates), the
    /// epochs are done, a loss is not finite, or a stop is asked for (which is looked at while an epoch's end is
    /// measured, too: the next call, or whoever resumes, measures it then). Arms are at the same step afterwards, but
    /// for a divergence: then the arm whose loss was not finite goes back to its last weights that had a finite one,
    /// and advance() does nothing more. Where the last measure of all was not finite, the end is one too, with the
    /// weights that were measured. The first call measures epoch 0; 0 steps do only that.
    virtual void advance(std::int64_t steps, std::chrono::milliseconds budget, const std::stop_token& stop = {}) = 0;

    /// All epochs are done, or so many brought no arm anything better that all of them are trained no further.
    [[nodiscard]] virtual bool finished() const = 0;
    /// The epoch whose weights are an arm's, once it is trained no further; 0: the newest.
    [[nodiscard]] virtual std::int64_t keptEpoch(ArmId arm) const = 0;
    /// That were trained since it was made, or in all where it went on from a state.
    [[nodiscard]] virtual double seconds() const = 0;
    [[nodiscard]] virtual const std::optional<Divergence>& divergence() const = 0;
    /// Where what was measured last, of an epoch's end or the start, was not finite; for who stops before the end.
    [[nodiscard]] virtual std::optional<Divergence> nonFiniteMeasure() const = 0;
    /// An error that names the arm, the parameter and the element where a weight is no finite number: an update may
    /// make it so after the last loss that was looked at.
    [[nodiscard]] virtual Result<void> checkWeights() const = 0;
    [[nodiscard]] virtual const std::optional<TwinCheck>& twinCheck() const = 0; ///< with both variants only

    /// The arm's loss (val_loss) and metric on the samples that TrainingSettings::test_fraction keeps, with the weights
    /// as they are; nothing where there are none. Changes nothing.
    [[nodiscard]] virtual std::optional<LossMeasure> measureTest(const ArmId& arm,
                                                                 const std::stop_token& stop = {}) = 0;

    /// From the next update on, the learning rate of all arms is so many times what settings and schedule say; kept in
    /// the state, so that who goes on from it has the same bits.
    virtual void scaleRate(double factor) = 0;
    [[nodiscard]] virtual double rateFactor() const = 0; ///< of the next update
    /// After a divergence: all arms at a step so many updates before the last good one, or as near to it as can be
    /// reached, with all that they had then. False where there is no such step; then nothing is changed. What is done
    /// again is a fraction of a second of training.
    virtual bool goBack(std::int64_t steps) = 0;

    /// What happened since the last call, in order.
    [[nodiscard]] virtual std::vector<MetricEvent> takeEvents() = 0;

    /// From the next step on, every `every`th step also tells what each use of a shared parameter adds to its
    /// gradient; 0: no step does, which costs nothing. Training's bits are the same either way. An error where the
    /// memory for it is not there; then nothing is watched.
    virtual Result<void> watchUses(std::int64_t every) = 0;
    /// What can be watched, of all variants: the shared parameters with two uses or more.
    [[nodiscard]] virtual std::vector<WatchedUses> watchedUses() const = 0;
    /// What was seen since the last call, in order.
    [[nodiscard]] virtual std::vector<UseGradients> takeUseGradients() = 0;

    /// From the next step on, every `every`th step, and each of the first 64, also tells the norm of each parameter's
    /// gradient; 0: no step does. It costs one look at each gradient; training's bits are the same either way.
    virtual void watchGradients(std::int64_t every) = 0;
    /// What was seen since the last call: of each arm in order.
    [[nodiscard]] virtual std::vector<GradientNorms> takeGradientNorms() = 0;
    /// How the values and the last step's gradients are spread, of each arm. Reads what is there, twice.
    [[nodiscard]] virtual std::vector<ArmSpreads> spreads() const = 0;

    [[nodiscard]] virtual std::span<const ArmId> variants() const = 0;
    [[nodiscard]] virtual std::int64_t step() const = 0;
    [[nodiscard]] virtual std::int64_t totalSteps() const = 0;
    [[nodiscard]] virtual std::int64_t stepsPerEpoch() const = 0;
    [[nodiscard]] virtual std::int64_t trainingSampleCount() const = 0;
    [[nodiscard]] virtual std::int64_t validationSampleCount() const = 0;

    [[nodiscard]] virtual const Network& network(ArmId variant) const = 0;
    [[nodiscard]] virtual Weights weights(ArmId variant) const = 0;
    /// All that resume() needs to go on from here with the same bits.
    [[nodiscard]] virtual TrainingState state() const = 0;

    /// Weights, optimizer state and place in the order of each arm as the bytes of its `ARM.checkpoint.safetensors`:
    /// all of them together are one state, and only together are they to be replaced.
    [[nodiscard]] virtual std::string checkpoint(const ArmId& arm) const = 0;
    /// Writes them into the folder, which must be there.
    [[nodiscard]] Result<void> writeCheckpoint(const std::filesystem::path& folder) const;
};

} // namespace ligature
