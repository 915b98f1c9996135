// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/image.h"
#include "core/layers/layer_type.h"
#include "core/layers/lowering.h"
#include "core/ops/ops.h"

namespace ligature {

namespace {

class AveragePool2d final : public LayerType {
public:
    std::string name() const override { return "average_pool2d"; }
    std::string title() const override { return "Average pooling"; }
    LayerCategory category() const override { return LayerCategory::Pooling; }
    std::string summary() const override { return "The mean of each window, as torch.nn.AvgPool2d."; }
    std::string help() const override
    {
        return "Makes an image smaller: each window that slides over a channel becomes its mean. Input (C, H, W), "
               "output (C, H', W') with H' = ⌊(H + 2 padding - kernel) / stride⌋ + 1.";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {sizeSpec("kernel_size", "Window size", 2, 1, "Height and width of the window."), poolStrideSpec(),
                sizeSpec("padding", "Padding", 0, 0, "How many zeros are put around the image on every side."),
                AttributeSpec{.name = "count_include_pad",
                              .label = "Padding counts",
                              .kind = AttributeKind::Boolean,
                              .default_value = true,
                              .help = "Whether the zeros of the padding count when the mean is taken."}};
    }
    Result<Inference> infer(const Attributes& attributes, std::span<const Shape> inputs) const override
    {
        return inferPool(*this, attributes, inputs[0]);
    }
    void lower(Lowering& lowering) const override
    {
        const Attributes& attributes = lowering.attributes();
        lowering.setOutput(
            lowering.add(averagePoolOp(windowOf(attributes).value(), attributes.get<bool>("count_include_pad")),
                         {lowering.input(0)}));
    }
};

} // namespace

const LayerType& averagePool2dLayer()
{
    static const AveragePool2d type;
    return type;
}

} // namespace ligature
