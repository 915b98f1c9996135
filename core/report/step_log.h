// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/error/result.h"
#include "core/training/history.h"

namespace ligature {

/// Every step and epoch of a training as lines of a file that is only added to, in the order in which they came: the
/// lines are those of history_file.h. It grows with the training, on the disk alone. One thread.
class StepLog {
public:
    /// Begins a log, or goes on with the one that the file holds, without what came after the step: a training that was
    /// killed is gone on with from before the last of what it told.
    /// @param step updates done; 0 begins anew
    [[nodiscard]] static Result<std::unique_ptr<StepLog>> open(const std::filesystem::path& file, std::int64_t step,
                                                               const std::vector<std::string>& loss_names);
    ~StepLog();
    StepLog(const StepLog&) = delete;
    StepLog& operator=(const StepLog&) = delete;

    [[nodiscard]] Result<void> append(std::span<const MetricEvent> events);
    /// What was appended is on the disk.
    [[nodiscard]] Result<void> flush();

private:
    StepLog(std::filesystem::path file, int descriptor, std::size_t losses);
    [[nodiscard]] tl::unexpected<Error> failed() const;

    std::filesystem::path m_file;
    int m_descriptor;
    std::size_t m_losses;
    std::string m_lines;
};

} // namespace ligature
