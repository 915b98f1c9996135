// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "core/experiment/experiment.h"

/// An experiment that outgrows one machine, as text for those that run it elsewhere. Every part is
/// `ligature-cli compare --shard PART/COUNT`; `--merge` puts them together. Pure functions.
namespace ligature {

struct ClusterJobs {
    std::string program = "ligature-cli"; ///< as the other machine calls it
    std::string project;                  ///< its path there
    std::string options;                  ///< what else the call says: "--seeds 20"; may be empty
    std::string folder;                   ///< that all parts write to
    std::int64_t parts = 8;
    int threads = 1; ///< of a part
};

/// As a POSIX shell reads it back: in quotes where it has to be.
[[nodiscard]] std::string shellQuoted(const std::string& text);

/// A script for `sbatch`: a job array of one part each, which goes on where it was when it is requeued.
[[nodiscard]] std::string slurmScript(const ClusterJobs& jobs);

/// One command a line, for `parallel`, `xargs` or a person, and the one that merges as a comment at the end.
[[nodiscard]] std::string commandList(const ClusterJobs& jobs);

} // namespace ligature
