// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/network/analysis.h"
#include "core/project/project.h"
#include "core/tying/account.h"

namespace ligature::cli {

/// What `info` prints for people.
[[nodiscard]] std::string infoText(const Project& project, const Analysis& analysis, const Account& account,
                                   bool with_details = false);

/// What `info --json` prints: one object, its keys a contract. Layers and parameters are referred to by id; a shape
/// that cannot be told is null.
[[nodiscard]] std::string infoJson(const Project& project, const Analysis& analysis, const Account& account);

} // namespace ligature::cli
