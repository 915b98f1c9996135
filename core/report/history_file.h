// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/error/result.h"
#include "core/training/history.h"

namespace ligature {

/// The history of a training as CSV: one line for each event that is kept of each arm (curve.h: of a training of up to
/// 8,192 steps and 2,048 epochs, all), columns "event" (step, epoch), "variant",
/// "step", "epoch", "train_loss", "val_loss", "metric", "seconds". What was not measured is empty; numbers are written
/// so that reading them gives the same bits. A network of several losses adds three columns for each:
/// "NAME.train_loss", "NAME.val_loss" and "NAME.metric", NAME being the loss's layer's; those before them are of the
/// weighted sum, and the first loss's metric.
[[nodiscard]] std::string writeHistory(const std::vector<History>& histories);

/// Its parts, for a file that is appended to: the first line, and a line for one step or epoch.
/// @param losses how many losses there are where there are several, else 0
[[nodiscard]] std::string historyHeader(const std::vector<std::string>& loss_names);
void appendHistoryLine(std::string& csv, const MetricEvent& event, std::size_t losses);

/// The names of the columns that several losses add, each after a comma.
[[nodiscard]] std::string lossColumnNames(const std::vector<std::string>& loss_names);

/// Reads what writeHistory() wrote.
/// @param where the file's name; an error adds the line
[[nodiscard]] Result<std::vector<History>> readHistory(std::string_view csv, const std::string& where);

} // namespace ligature
