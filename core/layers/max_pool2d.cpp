// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/image.h"
#include "core/layers/layer_type.h"
#include "core/layers/lowering.h"
#include "core/ops/ops.h"

namespace ligature {

namespace {

class MaxPool2d final : public LayerType {
public:
    std::string name() const override { return "max_pool2d"; }
    std::string title() const override { return "Max pooling"; }
    LayerCategory category() const override { return LayerCategory::Pooling; }
    std::string summary() const override { return "The largest element of each window, as torch.nn.MaxPool2d."; }
    std::string help() const override
    {
        return "Makes an image smaller: of each window that slides over a channel, the largest element is kept. Input "
               "(C, H, W), output (C, H', W') with H' = ⌊(H + 2 padding - dilation (kernel - 1) - 1) / stride⌋ + 1. "
               "The padding counts as minus infinity.";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {sizeSpec("kernel_size", "Window size", 2, 1, "Height and width of the window."), poolStrideSpec(),
                sizeSpec("padding", "Padding", 0, 0, "How far the window reaches over the image's border."),
                sizeSpec("dilation", "Dilation", 1, 1, "How far apart the window's elements are in the image.")};
    }
    Result<Inference> infer(const Attributes& attributes, std::span<const Shape> inputs) const override
    {
        return inferPool(*this, attributes, inputs[0]);
    }
    void lower(Lowering& lowering) const override
    {
        lowering.setOutput(lowering.add(maxPoolOp(windowOf(lowering.attributes()).value()), {lowering.input(0)}));
    }
};

} // namespace

const LayerType& maxPool2dLayer()
{
    static const MaxPool2d type;
    return type;
}

} // namespace ligature
