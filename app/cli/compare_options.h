// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <CLI/App.hpp>

#include "core/error/result.h"
#include "core/experiment/experiment_queue.h"
#include "core/project/project.h"

/// What a call of `ligature-cli compare` says.
namespace ligature::cli {

struct CompareOptions {
    std::string project;
    std::vector<std::string> arms;
    std::string baseline;
    std::optional<std::int64_t> seeds;
    std::optional<std::int64_t> first_seed;
    std::optional<std::string> split;
    std::optional<std::int64_t> folds;
    std::optional<std::int64_t> fold;
    std::vector<double> fractions;
    std::vector<std::string> axes;
    std::string combination;
    std::optional<std::int64_t> draws;
    std::string measure;
    std::optional<double> margin;
    std::optional<std::int64_t> tuning_trials;
    std::optional<std::int64_t> epochs;
    std::optional<double> test_fraction;
    std::optional<int> threads;
    std::optional<double> checkpoint_interval; ///< seconds
    std::string data;
    std::vector<std::string> data_options;
    std::string out;
    std::string resume;
    std::vector<std::string> merge;
    std::string shard;
    std::string slurm;
    std::string commands;
    std::int64_t parts = 8;
    std::string save;
    std::string html;
    std::string tensorboard;
    bool json = false;
};

void addCompareOptions(CLI::App& command, CompareOptions& options);

/// The plan, the settings and the data that the call says, in place of the project's.
[[nodiscard]] Result<void> overridePlan(const CompareOptions& options, Project& project);

/// "3/8"; all of it where the call names no part.
[[nodiscard]] Result<Shard> readShard(const std::string& text);

/// What the call says beside PROJECT and where it writes, as a shell reads it, so that it can be said again.
[[nodiscard]] std::string repeatedOptions(const CompareOptions& options);

} // namespace ligature::cli
