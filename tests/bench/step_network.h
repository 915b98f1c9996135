// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "core/training/variant_run.h"

namespace ligature::bench {

/// A run of the workload of that name ("64-32-10 b32 sgd"), its variant alone, on random data.
[[nodiscard]] std::unique_ptr<VariantRun> makeRun(const std::string& workload);

} // namespace ligature::bench
