// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/import/onnx/operator_import.h"

namespace ligature {

/// The window of an operator over sequences or images: a number for each of their one or two axes.
struct ReadWindow {
    std::vector<std::int64_t> kernel;
    std::vector<std::int64_t> stride;
    std::vector<std::int64_t> dilation;
    std::vector<std::int64_t> before; ///< places that are padded before and behind
    std::vector<std::int64_t> behind;
    std::vector<std::int64_t> more; ///< places behind them, for a last window that is not whole (ceil_mode)

    [[nodiscard]] std::size_t axes() const { return kernel.size(); }
    /// Whether a layer can pad so: as much behind as before.
    [[nodiscard]] bool isEven() const;
    /// kernel_size, stride, padding and dilation as the layers of one or of two axes have them.
    [[nodiscard]] Attributes attributes(bool has_dilation) const;
};

/// The window of a node over (channels, length) or (channels, height, width), with what is left to the operator worked
/// out; an error where a layer does not do what the node does.
/// @param kernel of the weights; empty where the node says it
[[nodiscard]] Result<ReadWindow> windowOf(const NodeReader& node, const Shape& input, std::vector<std::int64_t> kernel);

/// The input with what the window pads around it, and the window without it, where a layer cannot pad so.
[[nodiscard]] Result<std::pair<ReadActivation, ReadWindow>> padded(NodeReader& node, const ReadActivation& input,
                                                                   const ReadWindow& window, double value);

} // namespace ligature
