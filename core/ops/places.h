// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/ops/op.h"

/// Activations whose elements are put in other places. N is the batch; shapes are per sample.
namespace ligature {

/// Makes the table of a rearrangement when a program is compiled: for each element of a sample of the output, the place
/// in a sample of the input, row-major, or -1.
class PlaceTable {
public:
    virtual ~PlaceTable() = default;
    [[nodiscard]] virtual Shape shape() const = 0; ///< of the output
    [[nodiscard]] virtual std::vector<std::int64_t> places() const = 0;
    /// Whether each element of the output is one of the input.
    [[nodiscard]] virtual bool keepsValues() const { return true; }
};

/// y[i] = x[places[i]], or the number where the place is -1. Its gradient adds up where a place is read again.
[[nodiscard]] std::shared_ptr<const Op> placesOp(std::shared_ptr<const PlaceTable> table, double otherwise = 0.0);

/// A parameter w for each sample of x (N, ...): y (N, shape of w). x says how many samples there are, and nothing else.
[[nodiscard]] std::shared_ptr<const Op> forEachSampleOp();

} // namespace ligature
