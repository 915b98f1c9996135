// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/layers/composite_layer.h"

/// What the layers that slide along sequences (C, L) have in common.
namespace ligature {

struct Window1d {
    explicit Window1d(const Attributes& attributes);

    std::int64_t kernel = 1;
    std::int64_t stride = 1; ///< the kernel where the attribute is 0
    std::int64_t padding = 0;
    std::int64_t dilation = 1;

    /// How many places the window has in a sequence of that length; 1 at least.
    [[nodiscard]] std::int64_t positions(std::int64_t length) const;
};

/// An error, with its mend, where the shape of one sample is not (C, L), or the window is longer than it.
[[nodiscard]] Result<void> expectSequence(const Shape& input, const Window1d& window, const std::string& layer);

} // namespace ligature
