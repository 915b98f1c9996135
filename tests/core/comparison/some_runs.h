// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "core/comparison/run_table.h"

/// Runs that nobody trained, for tables of them.
namespace ligature::testing {

struct MadeRun {
    std::string group = "g";
    std::uint64_t seed = 1;
    double loss = 1;
    std::vector<RunSetting> settings = {};
    ArmId arm = tiedArm;
    bool has_diverged = false;
    double start = 2; ///< its loss before the first step
    double metric = notMeasured;
    std::string metric_name = {};
    std::int64_t written = 0;
};

inline StoredRun stored(const MadeRun& made)
{
    auto run = std::make_shared<RunResult>();
    run->key = made.group + "-" + std::to_string(made.seed);
    run->group = made.group;
    run->arm = made.arm;
    run->seed = made.seed;
    run->settings = made.settings;
    run->metric_name = made.metric_name;
    run->parameters = 100;
    run->epochs = {{.kind = MetricEvent::Kind::Epoch, .val_loss = made.start, .metric = made.metric},
                   {.kind = MetricEvent::Kind::Epoch,
                    .step = 5,
                    .epoch = 1,
                    .train_loss = made.loss / 2,
                    .val_loss = made.loss,
                    .metric = made.metric}};
    if (made.has_diverged)
        run->divergence = RunResult::Divergence{3, "loss", "The loss is not finite."};
    return {run->key, run, {}, made.written};
}

inline RunTable tableOf(const std::vector<MadeRun>& made, RunNotes notes = {}, MetricSpec metric = {},
                        bool is_by_metric = false)
{
    RunTableSource source;
    for (const MadeRun& run : made)
        source.runs.push_back(stored(run));
    source.notes = std::move(notes);
    source.metric = std::move(metric);
    source.is_by_metric = is_by_metric;
    return makeRunTable(source);
}

inline const RunGroup& groupIn(const RunTable& table, const std::string& key)
{
    return *std::ranges::find(table.groups, key, &RunGroup::key);
}

} // namespace ligature::testing
