// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <span>

#include "core/optimization/training_settings.h"
#include "core/program/program.h"
#include "core/training/parameter_block.h"

namespace ligature {

/// Weights that are kept beside those that are trained: their moving average (TrainingSettings::weight_average) and
/// those of the best epoch (TrainingSettings::patience). Each storage once, in the order of the program's memory.
/// Allocates nothing after its construction.
class KeptWeights {
public:
    /// In a TrainedParameter's state, both of StateKind::Value.
    static constexpr const char* averageName = "average";
    static constexpr const char* bestName = "best";

    /// The program must outlive it.
    KeptWeights(Program<float>& program, const TrainingSettings& settings);

    [[nodiscard]] bool averages() const { return m_decay > 0; }
    [[nodiscard]] bool keepsBest() const { return m_patience > 0; }

    /// The average becomes the values, as before the first step.
    void startAverage();
    /// After an update: average = decay average + (1 - decay) values. Running statistics are not averaged.
    void average();
    /// The averages as one block, for a copy.
    [[nodiscard]] std::span<float> averageMemory() { return m_average.memory(); }
    /// Of a parameter of the program, by its place; empty where none is kept of it.
    [[nodiscard]] std::span<float> averageOf(std::size_t parameter) { return m_average.of(parameter); }
    [[nodiscard]] std::span<const float> averageOf(std::size_t parameter) const { return m_average.of(parameter); }
    [[nodiscard]] std::span<float> bestOf(std::size_t parameter) { return m_best.of(parameter); }
    [[nodiscard]] std::span<const float> bestOf(std::size_t parameter) const { return m_best.of(parameter); }

    /// At an epoch's end: keeps the values, or their averages, where the loss is less than each before.
    /// @param loss of what is looked at: the validation samples, or the training samples where there are none
    void endEpoch(std::int64_t epoch, double loss);
    /// Counted from 1; 0: no epoch had a finite loss yet.
    [[nodiscard]] std::int64_t bestEpoch() const { return m_best_epoch; }
    [[nodiscard]] double bestLoss() const { return m_best_loss; }
    void setBest(std::int64_t epoch, double loss);
    /// The epoch from which on those without a better one are counted: 0, but after an edit; see TrainedState.
    [[nodiscard]] std::int64_t patienceFrom() const { return m_patience_from; }
    void setPatienceFrom(std::int64_t epoch) { m_patience_from = epoch; }
    /// Whether so many epochs are done without a better one that it is trained no further.
    [[nodiscard]] bool isOutOfPatience(std::int64_t epochs_done) const
    {
        return keepsBest() && epochs_done - std::max(m_best_epoch, m_patience_from) >= m_patience;
    }

    /// Exchanges the program's values for the averages, and back.
    void exchangeAverage();
    /// The same for those of the best epoch, which there must be.
    void exchangeBest();

    /// What it allocates. Saturates.
    [[nodiscard]] static std::int64_t bytesNeeded(const OperationGraph& graph, const TrainingSettings& settings);

private:
    Program<float>& m_program;
    double m_decay;
    std::int64_t m_patience;
    ParameterBlock m_average;
    ParameterBlock m_best;
    std::int64_t m_best_epoch = 0;
    std::int64_t m_patience_from = 0;
    double m_best_loss = std::numeric_limits<double>::infinity();
};

/// Exchanges the program's values for those that are to be seen, as long as it lives.
class ShownWeights {
public:
    enum class Which { Trained, Average, Best };
    ShownWeights(KeptWeights& kept, Which which) : m_kept(kept), m_which(which) { exchange(); }
    ~ShownWeights() { exchange(); }
    ShownWeights(const ShownWeights&) = delete;
    ShownWeights& operator=(const ShownWeights&) = delete;

private:
    void exchange();

    KeptWeights& m_kept;
    Which m_which;
};

} // namespace ligature
