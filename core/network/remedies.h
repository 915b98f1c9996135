// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/network/analysis.h"

namespace ligature {

/// Gives each error that has none a remedy, where there is one: what its mend says, as an edit. Edits are tried on a
/// copy; one that leaves the error, or brings another, is none. Of large networks the first errors only, so that it
/// stays quick.
void addRemedies(const Network& network, std::vector<Diagnostic>& diagnostics);

} // namespace ligature
