// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/training/history.h"
#include "ui/plots/metric_series.h"

namespace ligature {

/// What one variant's plots show.
struct VariantCurves {
    Variant variant = Variant::Tied;
    MetricSeries training_loss;           ///< of each step's batch
    MetricSeries validation_loss;         ///< of each epoch
    MetricSeries metric;                  ///< of each epoch
    std::vector<MetricEvent> epochs = {}; ///< as they came, the end included
};

/// The curves of a training, made from its events.
class MetricHistory {
public:
    void reset(const std::vector<Variant>& variants);
    void append(const std::vector<MetricEvent>& events);
    /// Of the training loss; epochs are shown as they are.
    void setSmoothing(double weight);

    /// The order of reset(). Stays where it is in memory until the next reset().
    [[nodiscard]] const std::vector<VariantCurves>& variants() const { return m_variants; }
    [[nodiscard]] bool empty() const;

    /// All that was measured: a line of names, then a line for each step and epoch in the words of
    /// `ligature-cli train --json`. What was not measured is empty; numbers read back to the same bits.
    [[nodiscard]] std::string csv() const;

private:
    std::vector<VariantCurves> m_variants;
    double m_smoothing = defaultSmoothing;
};

} // namespace ligature
