// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/data/data_format.h"
#include "core/error/result.h"

namespace ligature::cli {

/// Sets options of the data's format, each as "missing_numbers=mean"; "scaling=standardize" sets the scaling.
[[nodiscard]] Result<void> setDataOptions(DataSource& source, const std::vector<std::string>& assignments);

/// Says on standard error what a user should know of how the data were read.
void printRemarks(const Dataset& dataset);

} // namespace ligature::cli
