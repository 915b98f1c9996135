// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <variant>
#include <vector>

#include "core/error/result.h"
#include "core/network/network.h"
#include "core/tensor/shape.h"
#include "core/views/view.h"

/// What is known of a value of an ONNX graph while it is read.
namespace ligature {

/// What a layer gives out, or the model is given, under the axes that it has in the model. The batch may lie anywhere
/// among them, and one axis may hold it together with axes of a sample (all rows of all samples, one under the other):
/// what only names or moves axes of that kind costs no layer. A sample's elements come in the same order in both.
struct ReadActivation {
    Port port = {};
    Shape shape = {};                       ///< per sample, as the layer gives it
    std::vector<std::int64_t> extents = {}; ///< as the model has it, the batch's own extent left out
    /// The axis that the batch lies in; none where the whole tensor is one sample.
    std::optional<std::size_t> batch = {};
    std::int64_t before = 1; ///< how many elements of that axis stand before the batch
    bool is_index = false;   ///< whole numbers from 0 up, as the model is given them
    bool is_cut = false;     ///< real numbers that a Cast cut to whole ones: to look things up by, and nothing else

    [[nodiscard]] std::size_t rank() const { return extents.size(); }
    /// Whether the batch is alone in its axis, or there is none.
    [[nodiscard]] bool isBatchAlone() const { return !batch || extents[*batch] == 1; }
    /// Whether the batch is the first axis, and alone in it.
    [[nodiscard]] bool isPlain() const { return batch == 0U && extents[0] == 1; }
    /// The axes of a sample, that of the batch split in what is before and behind it where it is not alone.
    [[nodiscard]] Shape sample() const;
    /// Which axis of sample() an axis is, from 0; nothing for the batch's.
    [[nodiscard]] std::optional<std::size_t> sampleAxis(std::size_t axis) const;
    /// Another layer's output under the same axes; its samples have as many elements.
    [[nodiscard]] ReadActivation with(const ReadActivation& given) const;
};

/// With the batch as the first axis.
[[nodiscard]] ReadActivation batchFirst(Port port, const Shape& shape);

/// A stored tensor as it is read so far.
struct ReadParameter {
    std::size_t tensor = 0; ///< of GraphReader::tensor()
    View view = {};
    Shape shape = {}; ///< that the view gives
};

/// Numbers that are known before the model runs, some of them as multiples of the number of samples.
struct ReadNumbers {
    enum class Kind { Whole, Real, Truth };
    Shape shape = {};
    std::vector<double> values = {};
    std::vector<double> batches = {}; ///< what of the number of samples is added to each; empty: nothing
    Kind kind = Kind::Whole;

    [[nodiscard]] bool hasBatch() const;
    [[nodiscard]] double batchesAt(std::size_t place) const { return batches.empty() ? 0 : batches[place]; }
};

/// One number, in all places of axes that have the batch among them.
struct ReadFilled {
    double value = 0;
    ReadActivation axes = {}; ///< without a port
};

using ReadValue = std::variant<std::monostate, ReadActivation, ReadParameter, ReadNumbers, ReadFilled>;

/// An extent that is asked for: a number, or a multiple of the number of samples.
struct AskedExtent {
    std::int64_t number = 0;
    std::int64_t batches = 0;
};
[[nodiscard]] std::vector<AskedExtent> askedExtents(const ReadNumbers& numbers);

/// The same elements under the axes that a Reshape asks for, 0 and -1 filled in.
/// @param fixed_batch the number of samples that the model was exported for, where it is told
/// @param zero_keeps whether an extent of 0 is the input's
[[nodiscard]] Result<ReadActivation> reshaped(const ReadActivation& from, std::vector<AskedExtent> asked,
                                              std::optional<std::int64_t> fixed_batch, bool zero_keeps = true);

} // namespace ligature
