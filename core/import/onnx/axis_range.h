// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/import/onnx/operator_import.h"

namespace ligature {

/// From where to where along one axis, as numpy slices.
struct AxisRange {
    std::int64_t start = 0;
    std::int64_t stop = 0; ///< -1 with a negative step: through the first place
    std::int64_t step = 1;
    [[nodiscard]] std::int64_t count() const;
};

/// Counted from the front and inside of an axis of that extent; an error where nothing is left.
[[nodiscard]] Result<AxisRange> inside(AxisRange range, std::int64_t extent);

/// A part of what a layer gives out along one of its axes in the model, by a Slice, and a Flip where it goes backwards.
[[nodiscard]] Result<ReadActivation> partOf(NodeReader& node, const ReadActivation& read, std::size_t axis,
                                            const AxisRange& range);
/// One place, and the axis goes.
[[nodiscard]] Result<ReadActivation> placeOf(NodeReader& node, const ReadActivation& read, std::size_t axis,
                                             std::int64_t place);
/// Several activations one after the other along an axis of theirs; their batches lie alike.
[[nodiscard]] Result<ReadActivation> joined(NodeReader& node, const std::vector<ReadActivation>& parts,
                                            std::size_t axis);

} // namespace ligature
