// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/network.h"

namespace ligature {

/// Whether a way leads along the links from one layer to another; a layer reaches itself.
[[nodiscard]] bool reaches(const Network& network, LayerId from, LayerId to);

} // namespace ligature
