// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/analysis.h"

/// Where parameters have their first values from: see FirstDraw.
namespace ligature {

/// Whether there is a draw, and it gives a parameter of that shape.
[[nodiscard]] bool draws(const std::optional<FirstDraw>& draw, const Shape& shape);

/// The draw that the parameter starts from as it stands; nothing where its shape is not known.
[[nodiscard]] std::optional<FirstDraw> firstDrawOf(const Network& network, const Analysis& analysis, ParameterId id);

/// The draw of what the view reads of it.
[[nodiscard]] FirstDraw drawThrough(FirstDraw draw, const View& view);

} // namespace ligature
