// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "core/layers/layer_type.h"
#include "core/layers/lowering.h"
#include "core/ops/ops.h"

namespace ligature {

namespace {

class Dense final : public LayerType {
public:
    std::string name() const override { return "dense"; }
    std::string title() const override { return "Dense"; }
    LayerCategory category() const override { return LayerCategory::Linear; }
    std::string summary() const override { return "A linear map with an optional bias, as torch.nn.Linear."; }
    std::string help() const override
    {
        return "y = x Wᵀ + b, applied over the last axis: input (…, in_features), weight (out_features, in_features), "
               "bias (out_features), output (…, out_features). The number of input features follows from what is "
               "linked.";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {AttributeSpec{.name = "out_features",
                              .label = "Output features",
                              .kind = AttributeKind::Integer,
                              .default_value = std::int64_t{32},
                              .minimum = 1,
                              .maximum = 1e9,
                              .help = "How many features the layer computes.",
                              .is_width = true},
                AttributeSpec{.name = "bias",
                              .label = "Bias",
                              .kind = AttributeKind::Boolean,
                              .default_value = true,
                              .help = "Whether a trained constant is added to each output feature."}};
    }
    std::vector<SlotSpec> slots(const Attributes& attributes) const override
    {
        // PyTorch's start for both: uniform in ±1/sqrt(in_features).
        const Initializer initializer{"kaiming_uniform", {{"a", std::sqrt(5.0)}}};
        std::vector<SlotSpec> slots = {{"weight", "The matrix W (out_features, in_features).", initializer}};
        if (attributes.get<bool>("bias"))
            slots.push_back({"bias", "The vector b (out_features).", initializer});
        return slots;
    }
    Result<Inference> infer(const Attributes& attributes, std::span<const Shape> inputs) const override
    {
        const Shape& input = inputs[0];
        if (input.rank() == 0)
            return fail({}, "a Dense layer needs at least one axis of features, and its input is a scalar",
                        "put a Reshape before it");
        const std::int64_t in_features = input[input.rank() - 1];
        const auto out_features = attributes.get<std::int64_t>("out_features");
        std::vector<std::int64_t> output = input.extents();
        output.back() = out_features;
        const Fans fans{in_features, out_features};
        Inference inference{.outputs = {Shape(std::move(output))}, .slots = {{Shape{out_features, in_features}, fans}}};
        if (attributes.get<bool>("bias"))
            inference.slots.push_back({Shape{out_features}, fans});
        inference.flops = Shape{2, inference.outputs[0].elementCount(), in_features}.elementCount();
        return inference;
    }
    void lower(Lowering& lowering) const override
    {
        std::vector<ValueIndex> operands = {lowering.input(0), lowering.slot("weight")};
        if (lowering.attributes().get<bool>("bias"))
            operands.push_back(lowering.slot("bias"));
        lowering.setOutput(lowering.add(linearOp(), std::move(operands)));
    }
};

} // namespace

const LayerType& denseLayer()
{
    static const Dense type;
    return type;
}

} // namespace ligature
