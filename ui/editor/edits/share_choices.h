// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "ui/document/selection.h"

namespace ligature {

/// The slots of the selected layers whose parameters are private, and so can be made shared.
[[nodiscard]] std::vector<Slot> shareChoices(const Network& network, const SelectedItems& selected);

} // namespace ligature
