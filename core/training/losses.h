// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/layers/loss_meaning.h"
#include "core/network/network.h"

namespace ligature {

/// A loss of a network, as people are told of it.
struct LossDescription {
    std::string name;    ///< its layer's: "classify"
    MetricSpec metric;   ///< what is measured beside it
    double weight = 1.0; ///< what it is multiplied by in the sum that is minimised
    bool operator==(const LossDescription&) const = default;
};

/// The losses of a network in the order of their layers' ids, in which a program, a history and a report have them.
[[nodiscard]] std::vector<LossDescription> lossesOf(const Network& network);

/// Their names where there are several, and none where there is one: what stands for a loss of its own in a history.
[[nodiscard]] std::vector<std::string> namesOfSeveralLosses(const Network& network);

/// The network's metric, the measure beside its first loss: "accuracy", or "accuracy of classify" where there are
/// several losses; nameless where there is none.
[[nodiscard]] MetricSpec metricOf(const std::vector<LossDescription>& losses);
[[nodiscard]] std::string metricName(const Network& network); ///< its name

} // namespace ligature
