// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/data/dataset.h"
#include "core/network/network.h"
#include "core/optimization/learning_rate.h"
#include "core/program/initial_values.h"
#include "core/program/program.h"
#include "core/program/use_watch.h"
#include "core/program/weights.h"
#include "core/training/batch_order.h"
#include "core/training/checkpoint.h"
#include "core/training/history.h"
#include "core/training/kept_weights.h"
#include "core/training/measure.h"
#include "core/training/optimizer_state.h"
#include "core/training/parameter_figures.h"
#include "core/training/soft_ties.h"
#include "core/training/trained_state.h"
#include "core/training/use_gradients.h"

namespace ligature {

/// One variant in training: its program, its optimizer's state and its place in the order of the batches. Knows
/// nothing of other variants. One thread at a time.
class VariantRun {
public:
    /// @param values the first ones of every parameter; none where restore() is to give them
    VariantRun(ArmId variant, Network network, const OperationGraph& graph, std::shared_ptr<const Dataset> dataset,
               const TrainingSettings& settings, const InitialValues& values);

    /// Up to `steps` updates, with validation at the end of each epoch; fewer when the epochs are done or a loss is not
    /// finite. Events are collected; nothing else is allocated.
    /// @param seconds what the clock of the training says at the call
    /// @param stop leaves the measuring of an epoch's end undone, to be done at the next call
    void advance(std::int64_t steps, double seconds, const std::stop_token& stop = {});
    /// From the next update on, the learning rate is so many times what settings and schedule say.
    void scaleRate(double factor) { m_learning_rate.change({m_step, factor}); }
    [[nodiscard]] const LearningRate& learningRate() const { return m_learning_rate; }
    /// The least step that goBack() can reach; nothing where there is none.
    [[nodiscard]] std::optional<std::int64_t> leastStepBack() const;
    /// To the weights and all else that it had at that step, which is no less than that and no more than step().
    void goBack(std::int64_t step);
    /// Pulls copies together after each update from now on.
    void setSoftTies(SoftTies ties) { m_soft_ties = std::move(ties); }
    [[nodiscard]] const Program<float>& program() const { return m_program; }
    /// Measures epoch 0, before any update. False where it was stopped before it was through: then it told nothing.
    /// @param told how many samples were measured since it was last called, now and then
    bool measureStart(const std::stop_token& stop = {}, const std::function<void(std::int64_t)>& told = {});
    /// How many samples that measures.
    [[nodiscard]] std::int64_t samplesOfStart() const;
    /// How long the last measuring of an epoch's end took; infinite before the first.
    [[nodiscard]] double measureSeconds() const { return m_measure_seconds; }
    /// The loss and the metric on the samples that are kept for a test; nothing where there are none, or where it was
    /// stopped. Changes nothing.
    [[nodiscard]] std::optional<LossMeasure> measureTest(const std::stop_token& stop = {});
    /// The loss of the next batch, without an update.
    [[nodiscard]] float peekLoss();

    /// From now on, every `every`th step looks at what each use of a shared parameter adds to its gradient; 0: none
    /// does. Allocates what that takes, not while stepping. Changes no bit of the training.
    void watchUses(std::int64_t every);
    /// What that would allocate.
    [[nodiscard]] std::int64_t bytesToWatchUses() const;
    /// What is watched, or would be.
    [[nodiscard]] std::vector<WatchedUses> watchedUses() const;
    /// What was seen since the last call, in order.
    [[nodiscard]] std::vector<UseGradients> takeUseGradients();

    /// From now on, every `every`th step, and each of the first few, tells the norms of its gradients; 0: none does.
    /// Allocates nothing while stepping, and changes no bit of the training.
    void watchGradients(std::int64_t every);
    /// What was seen since the last call, in order.
    [[nodiscard]] std::vector<GradientNorms> takeGradientNorms();
    /// How values and the last step's gradients are spread.
    [[nodiscard]] ArmSpreads spreads() const;

    [[nodiscard]] ArmId variant() const { return m_variant; }
    [[nodiscard]] const Network& network() const { return m_network; }
    [[nodiscard]] const Dataset& dataset() const { return *m_dataset; }
    [[nodiscard]] const TrainingSettings& settings() const { return m_settings; }
    [[nodiscard]] const BatchOrder& order() const { return m_order; }
    [[nodiscard]] std::int64_t step() const { return m_step; } ///< updates done
    [[nodiscard]] std::int64_t totalSteps() const { return m_total_steps; }
    /// All epochs are done, or so many brought nothing better that it is trained no further.
    [[nodiscard]] bool finished() const
    {
        return (m_step == m_total_steps || isOutOfPatience()) && !m_epoch_unmeasured;
    }
    /// The epoch whose weights are those that weights() gives, of a run that is finished and keeps the best; 0: the
    /// newest.
    [[nodiscard]] std::int64_t keptEpoch() const;
    [[nodiscard]] bool hasUnmeasuredEpoch() const { return m_epoch_unmeasured; } ///< see TrainedState
    /// The step whose loss was not finite and the layer where that began.
    struct NonFinite {
        std::int64_t step = 0;
        std::string layer;
        bool is_before_any_update = false; ///< so that no update of this run is the cause
    };
    [[nodiscard]] const std::optional<NonFinite>& nonFinite() const { return m_non_finite; }
    /// The same of what was measured last, at the start or at an epoch's end; nothing where that was finite, or the
    /// weights are an earlier epoch's.
    [[nodiscard]] std::optional<NonFinite> nonFiniteMeasure() const
    {
        return keptEpoch() > 0 ? std::nullopt : m_non_finite_measure;
    }
    /// An error that names a value which is no finite number.
    [[nodiscard]] Result<void> checkWeights() const;

    [[nodiscard]] std::vector<MetricEvent>& events() { return m_events; }
    /// What is measured, kept and exported: the average where the settings ask for one, and of a finished run the best
    /// epoch's where they ask for that.
    [[nodiscard]] Weights weights() const;

    /// All that decides the steps to come: values, optimizer state, place in the order, the epoch's loss so far.
    [[nodiscard]] TrainedState state() const;
    /// Goes on from there. Optimizer state that is not there begins at 0. An error where a parameter has no value of
    /// its shape, or the step is beyond the last; nothing is changed then.
    [[nodiscard]] Result<void> restore(const TrainedState& state);

    /// What a checkpoint of it is of.
    [[nodiscard]] CheckpointSubject checkpointSubject() const;

private:
    using Clock = std::chrono::steady_clock;
    /// Of so many, each tells the norms of its gradients where some do: the first ones move the most.
    static constexpr std::int64_t firstSteps = 64;
    struct SafePoint {
        AlignedArray<float> values;
        AlignedArray<float> state;
        AlignedArray<float> average;
        std::vector<double> schedule;
        double epoch_loss = 0;
        std::vector<double> epoch_losses;
        std::int64_t step = -1;
    };

    [[nodiscard]] StepContext load(std::span<const std::int64_t> samples, bool training);
    [[nodiscard]] bool stepOnce();
    void backward(const StepContext& context, bool is_last);
    /// Takes the gradients of one of several batches into their mean, and puts that in their place after the last.
    void accumulate(float share, bool is_first, bool is_last);
    /// Keeps the norms of a step's gradients, where they are watched.
    void noteGradients();
    [[nodiscard]] std::size_t gradientCount() const;
    void endEpoch(double seconds, const std::stop_token& stop);
    void pushEpoch(double train_loss, Measured measured, double seconds);
    /// A row for an event to come; empty where there is one loss.
    [[nodiscard]] std::vector<LossMeasure> takeLossRow();
    /// Nothing where it was stopped.
    [[nodiscard]] std::optional<Measured> measure(std::span<const std::int64_t> samples, const std::stop_token& stop,
                                                  const std::function<void(std::int64_t)>& told = {});
    /// The same with the weights that weights() gives.
    [[nodiscard]] std::optional<Measured> measureShown(std::span<const std::int64_t> samples,
                                                       const std::stop_token& stop);
    [[nodiscard]] ShownWeights::Which shownWeights() const;
    [[nodiscard]] std::span<const float> shownValues(std::size_t parameter) const;
    [[nodiscard]] bool isOutOfPatience() const { return m_kept.isOutOfPatience(m_step / m_order.stepsPerEpoch()); }
    /// Nothing for a parameter that no optimizer steps.
    [[nodiscard]] const ParameterState<float>* optimizerStateOf(const ProgramParameter<float>& parameter) const;
    void keepSafePoint();
    void backToLastFinite();
    /// From a safe point to a step that was reached before: the same bits.
    void replay(const SafePoint& from, std::int64_t step);

    ArmId m_variant;
    Network m_network;
    std::shared_ptr<const Dataset> m_dataset;
    TrainingSettings m_settings;
    BatchOrder m_order;
    Program<float> m_program;
    OptimizerState<float> m_optimizer;
    SoftTies m_soft_ties;
    KeptWeights m_kept;
    ParameterBlock m_gradient_sum; ///< of a step's batches, where there are several
    std::int64_t m_step = 0;
    std::int64_t m_total_steps;
    bool m_has_gradient = false; ///< of a step of this run
    LearningRate m_learning_rate;

    float m_loss = 0;
    double m_epoch_loss = 0;            ///< summed over the epoch's samples so far
    std::vector<double> m_epoch_losses; ///< the same of each loss, where there are several
    std::vector<double> m_step_losses;  ///< their means over the last step's samples
    bool m_epoch_unmeasured = false;    ///< see TrainedState
    double m_measure_seconds = std::numeric_limits<double>::infinity();
    /// What events to come hold of several losses: made before the steps, which allocate nothing.
    std::vector<std::vector<LossMeasure>> m_loss_rows;
    std::optional<NonFinite> m_non_finite;
    std::optional<NonFinite> m_non_finite_measure;
    std::int64_t m_first_step = 0; ///< where this run began or went on
    SafePoint m_safe_point;
    SafePoint m_earlier_point; ///< at least stepsBack before it, once there were so many
    Clock::time_point m_next_safe_point;
    std::vector<MetricEvent> m_events;

    std::unique_ptr<UseWatch<float>> m_watch; ///< nothing: not watched, or nothing to watch
    std::int64_t m_watch_every = 0;
    std::int64_t m_norm_every = 0;
    std::vector<std::int64_t> m_norm_steps;
    std::vector<double> m_norms; ///< of all parameters that have a gradient, step by step
    std::vector<std::int64_t> m_seen_steps;
    std::vector<double> m_seen_products; ///< of all watched parameters, step by step
};

} // namespace ligature
