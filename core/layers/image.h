// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <initializer_list>
#include <string>
#include <utility>

#include "core/error/result.h"
#include "core/layers/layer_type.h"
#include "core/ops/window.h"

/// What the layers that work on images (C, H, W) have in common.
namespace ligature {

/// An attribute that is a height and a width, or one number for both, as PyTorch takes an int or a tuple.
[[nodiscard]] AttributeSpec sizeSpec(std::string name, std::string label, std::int64_t default_value,
                                     std::int64_t minimum, std::string help);

/// An error where it has neither one number nor two.
[[nodiscard]] Result<Size2> sizeOf(const Attributes& attributes, const std::string& name);

/// kernel_size, stride, padding and dilation, those that the attributes have; a stride that is empty is the kernel's
/// size.
[[nodiscard]] Result<Window> windowOf(const Attributes& attributes);

/// An error, with its mend, where the shape of one sample is not (C, H, W).
[[nodiscard]] Result<void> expectImage(const Shape& input, const std::string& layer);

/// Where the window fits; an error where it is larger than the padded image.
[[nodiscard]] Result<Size2> expectFit(const Shape& input, const Window& window);

/// The stride of a pooling layer: empty, and so the window's size, unless it says otherwise.
[[nodiscard]] AttributeSpec poolStrideSpec();

/// What a pooling layer makes of its input.
[[nodiscard]] Result<Inference> inferPool(const LayerType& type, const Attributes& attributes, const Shape& input);

/// An error where a number of channels cannot be split into that many groups. @param channels by what they are called
[[nodiscard]] Result<void> expectGroups(std::int64_t groups,
                                        std::initializer_list<std::pair<std::string, std::int64_t>> channels);

/// PyTorch's for kernels (A, B, height, width): what one element of the output reads, and the like the other way.
[[nodiscard]] Fans kernelFans(const Shape& weight);

/// "3 × 3"
[[nodiscard]] std::string toString(Size2 size);

} // namespace ligature
