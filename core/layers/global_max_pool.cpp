// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/composite_layer.h"

namespace ligature {

namespace {

class GlobalMaxPoolLayer final : public CompositeLayer {
public:
    std::string name() const override { return "global_max_pool"; }
    std::string title() const override { return "Global max pooling"; }
    LayerCategory category() const override { return LayerCategory::Pooling; }
    std::string summary() const override { return "The largest element of each channel."; }
    std::string help() const override
    {
        return "Input (C, H, W) or (C, L), output (C). Made of a Max pooling whose window is the whole image.";
    }
    std::vector<LayerPart> parts(const Attributes&, std::span<const Shape> inputs) const override
    {
        const bool fits = !inputs.empty() && (inputs[0].rank() == 2 || inputs[0].rank() == 3);
        const Shape input = fits ? inputs[0] : Shape{1, 1};
        const std::int64_t height = input.rank() == 3 ? input[1] : 1;
        const std::int64_t width = input[input.rank() - 1];
        return {{"image", "reshape", {{"shape", Shape{input[0], height, width}}}},
                {"pool", "max_pool2d", {{"kernel_size", Shape{height, width}}}, {"image"}},
                {"channels", "reshape", {{"shape", Shape{input[0]}}}, {"pool"}}};
    }

protected:
    Result<void> expectFit(const Attributes&, std::span<const Shape> inputs) const override
    {
        if (inputs[0].rank() == 2 || inputs[0].rank() == 3)
            return {};
        return fail({}, "an input of " + inputs[0].toString() + " has no channels of images or sequences",
                    "put a Reshape before it");
    }
};

} // namespace

const LayerType& globalMaxPoolLayer()
{
    static const GlobalMaxPoolLayer type;
    return type;
}

} // namespace ligature
