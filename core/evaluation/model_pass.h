// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "core/data/dataset.h"
#include "core/error/result.h"
#include "core/network/network.h"
#include "core/program/operation_graph.h"
#include "core/program/program.h"
#include "core/program/weights.h"

namespace ligature {

/// What a network with given weights makes of samples, as it is used after training: dropout is off, running statistics
/// stand. Forward only. One thread at a time.
class ModelPass {
public:
    /// @param network without repeats, as trained arms are
    /// @param batch how many samples are computed at once
    /// @return an error where the network has one, a parameter has no value of its shape, or there is not the memory
    [[nodiscard]] static Result<std::unique_ptr<ModelPass>> create(const Network& network, const Weights& weights,
                                                                   std::int64_t batch);

    [[nodiscard]] std::int64_t batch() const { return m_program.maxBatch(); }
    /// Whether a port's output is computed: not where no loss depends on it.
    [[nodiscard]] bool computes(const Port& port) const { return m_graph.outputs.contains(port); }
    /// What one sample gives at the port.
    [[nodiscard]] std::int64_t elementCount(const Port& port) const;

    /// An error where the samples do not have as many features and targets as the network takes.
    [[nodiscard]] Result<void> checkFits(const Dataset& dataset) const;

    /// @param dataset that fits
    /// @param samples of it, no more than batch()
    void run(const Dataset& dataset, std::span<const std::int64_t> samples);
    /// Samples that are in no data set; targets are 0.
    /// @param features row by row, no more than batch() of them
    void run(std::span<const float> features, std::int64_t samples);

    /// Of the last run: a row for each sample.
    [[nodiscard]] std::span<const float> output(const Port& port) const;

private:
    ModelPass(OperationGraph graph, std::int64_t batch);
    void forward(std::int64_t samples);

    OperationGraph m_graph;
    Program<float> m_program;
    std::int64_t m_samples = 0;
};

} // namespace ligature
