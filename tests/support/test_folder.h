// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace ligature::testing {

/// The folder tests/ of the source tree, where scripts and golden values lie. Asked for by a function, so that one
/// file alone depends on where the checkout is, and compiler caches serve the others in every checkout.
[[nodiscard]] std::string testFolder();

} // namespace ligature::testing
