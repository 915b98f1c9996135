// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error/result.h"

namespace ligature {

/// Of an edit whose layer, parameter or tie is no longer in the document.
[[nodiscard]] inline Error gone()
{
    return {{}, "what was to be changed is gone", "undo, or select something else"};
}

} // namespace ligature
