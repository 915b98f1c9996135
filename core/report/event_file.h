// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/training/history.h"

namespace ligature {

/// The curves of one arm as TensorBoard reads them: a file of records (the length, its masked CRC-32C, the bytes,
/// theirs; tensorflow/core/lib/io/record_writer.h), each an Event message (tensorflow/core/util/event.proto) with a
/// scalar: "loss/step", "loss/train", "loss/validation", "metric/NAME", "learning_rate". What was not measured is left
/// out; what is not finite stays.
/// @param metric the metric's name; empty: none
/// @param began when step 0 was, in seconds since 1970
[[nodiscard]] std::string encodeEventFile(const std::vector<MetricEvent>& events, const std::string& metric,
                                          double began);

/// TensorBoard takes the files whose names have "tfevents" in them, a folder a run.
inline constexpr const char* eventFileName = "events.out.tfevents.ligature";

} // namespace ligature
