// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/training/use_gradients.h"
#include "ui/plots/metric_series.h"

namespace ligature {

/// What the plots show of one shared parameter.
struct ParameterUses {
    struct UseCurves {
        MetricSeries share;
        MetricSeries norm;
    };
    WatchedUses watched;
    std::vector<UseCurves> curves;       ///< by use
    std::vector<UseGradients> seen = {}; ///< as it came

    /// The mean of the newest figures, which do not jump as those of one step do; nothing before the first.
    [[nodiscard]] std::optional<UseGradients> late() const;
};

/// What the uses of the shared parameters added in a training, made from what it tells.
class UseHistory {
public:
    void reset(const std::vector<WatchedUses>& watched);
    /// @param seconds that the training has taken
    void append(const std::vector<UseGradients>& seen, double seconds);

    /// Stays where it is in memory until the next reset().
    [[nodiscard]] const std::vector<ParameterUses>& parameters() const { return m_parameters; }
    /// As `ligature-cli train --uses` writes it (core/report/uses_file.h).
    [[nodiscard]] std::string csv() const;

private:
    std::vector<ParameterUses> m_parameters;
};

} // namespace ligature
