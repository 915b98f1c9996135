// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <vector>

#include "core/training/trainer.h"
#include "tests/support/example_networks.h"

namespace ligature::testing {

/// The loss of each arm's first batch.
inline std::vector<float> firstLosses(const Project& project)
{
    const auto trainer = Trainer::create(project, randomDataset(100, 12, 3));
    if (!trainer)
        qFatal("%s", trainer.error().oneLine().c_str());
    (*trainer)->advance(1, std::chrono::hours(1));
    std::vector<float> losses;
    for (const MetricEvent& event : (*trainer)->takeEvents()) {
        if (event.kind == MetricEvent::Kind::Step)
            losses.push_back(static_cast<float>(event.train_loss));
    }
    return losses;
}

} // namespace ligature::testing
