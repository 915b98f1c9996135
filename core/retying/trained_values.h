// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/trained_state.h"
#include "core/views/view.h"

/// Trained values and optimizer state carried through a view v[i] = c[i] W[idx[i]], both ways. A gradient by v is
/// 1/c times that by W, so what an optimizer averages of gradients is carried by 1/c, and of their squares by 1/c².
namespace ligature {

/// What the view reads of a parameter, as a parameter of its own. Entries that it scales by 0 have no optimizer state.
[[nodiscard]] TrainedParameter readThrough(const TrainedParameter& parameter, const View& view);

/// The parameter with what `seen` says for the entries that the view reads; the others stay. Where the view reads an
/// entry several times, it becomes their mean.
[[nodiscard]] TrainedParameter writtenThrough(const TrainedParameter& parameter, const View& view,
                                              const TrainedParameter& seen);

/// Entry by entry; both of one shape. Optimizer state that only one of them has counts as 0 in the other.
[[nodiscard]] TrainedParameter meanOf(const TrainedParameter& a, const TrainedParameter& b);

/// Of the values; both of one shape.
[[nodiscard]] double largestDifference(const TrainedParameter& a, const TrainedParameter& b);

} // namespace ligature
