// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "core/layers/image.h"
#include "core/layers/layer_type.h"
#include "core/layers/lowering.h"
#include "core/ops/ops.h"

namespace ligature {

/// A layer with kernels over an image (C, H, W), to (out_channels, H', W'). Slots as torch.nn has them: weight, the
/// kernels, and bias (out_channels), where it has one; both start uniform in ±1/sqrt(fan_in). An error where the input
/// is no image, where its channels or the output's cannot be split into the groups, or where the window does not fit.
class ConvolutionLayer : public LayerType {
public:
    LayerCategory category() const final { return LayerCategory::Convolution; }
    std::vector<SlotSpec> slots(const Attributes& attributes) const final;
    Result<Inference> infer(const Attributes& attributes, std::span<const Shape> inputs) const final;
    void lower(Lowering& lowering) const final;

protected:
    static AttributeSpec channelsSpec(std::string help);
    static AttributeSpec groupsSpec(std::string help);
    static AttributeSpec biasSpec();

    /// What it makes of an image whose channels fit.
    struct Kernels {
        Shape weight;
        Size2 output;            ///< height and width
        std::int64_t places = 0; ///< elements of the output, or of the input, that a kernel is multiplied for
    };
    [[nodiscard]] virtual std::string weightAxes() const = 0; ///< "out_channels, C / groups", before the kernel's
    [[nodiscard]] virtual Result<Kernels> kernels(const Attributes& attributes, const Shape& input,
                                                  const Window& window) const = 0;
    [[nodiscard]] virtual std::shared_ptr<const Op> op(const Attributes& attributes) const = 0;
};

} // namespace ligature
