// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/training/history.h"
#include "ui/plots/metric_series.h"

namespace ligature {

/// What is measured of a loss.
struct LossCurves {
    MetricSeries training_loss;   ///< of each step's batch
    MetricSeries validation_loss; ///< of each epoch
    MetricSeries metric;          ///< of each epoch
};

/// What one variant's plots show: what is minimised and the network's metric.
struct VariantCurves : LossCurves {
    ArmId variant = tiedArm;
    std::vector<LossCurves> losses = {};  ///< each of several losses alone
    std::vector<MetricEvent> epochs = {}; ///< as they came, the end included; of very many, see core/training/curve.h

    /// What is shown of one loss, or of all.
    [[nodiscard]] const LossCurves& of(std::optional<std::size_t> loss) const { return loss ? losses[*loss] : *this; }
};

/// The curves of a training, made from its events.
class MetricHistory {
public:
    /// @param loss_names namesOfSeveralLosses() of core/training/losses.h
    void reset(const std::vector<ArmId>& variants, std::vector<std::string> loss_names = {});
    void append(const std::vector<MetricEvent>& events);
    /// Of the training loss; epochs are shown as they are.
    void setSmoothing(double weight);

    /// The order of reset(). Stays where it is in memory until the next reset().
    [[nodiscard]] const std::vector<VariantCurves>& variants() const { return m_variants; }
    [[nodiscard]] bool empty() const;

    /// All that is kept of what was measured (of up to 262,144 steps and 2,048 epochs, all), as writeHistory() of
    /// core/report/history_file.h takes it.
    [[nodiscard]] std::vector<History> histories() const;

private:
    std::vector<VariantCurves> m_variants;
    std::vector<std::string> m_loss_names;
    double m_smoothing = defaultSmoothing;
};

} // namespace ligature
