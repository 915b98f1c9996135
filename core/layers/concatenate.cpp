// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/layer_type.h"
#include "core/layers/lowering.h"
#include "core/layers/numbered_inputs.h"
#include "core/ops/ops.h"

namespace ligature {

namespace {

class Concatenate final : public LayerType {
public:
    std::string name() const override { return "concatenate"; }
    std::string title() const override { return "Concatenate"; }
    LayerCategory category() const override { return LayerCategory::Shape; }
    std::string summary() const override { return "Puts its inputs one after the other."; }
    std::string help() const override
    {
        return "The inputs one after the other along an axis; all other extents are equal. Axis 1 is the first after "
               "the batch, as in PyTorch.";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {numberedInputsSpec(), AttributeSpec{.name = "axis",
                                                    .label = "Axis",
                                                    .kind = AttributeKind::Integer,
                                                    .default_value = std::int64_t{1},
                                                    .minimum = 1,
                                                    .maximum = 8,
                                                    .help = "The axis to join along; 1 is the first after the batch."}};
    }
    std::vector<PortSpec> inputs(const Attributes& attributes) const override { return numberedInputs(attributes); }
    Result<Inference> infer(const Attributes& attributes, std::span<const Shape> inputs) const override
    {
        const auto axis = static_cast<std::size_t>(attributes.get<std::int64_t>("axis") - 1);
        std::vector<std::int64_t> joined = inputs[0].extents();
        if (axis >= joined.size())
            return fail({}, "there is no axis " + std::to_string(axis + 1) + " in an input of " + inputs[0].toString(),
                        "choose an axis from 1 to " + std::to_string(joined.size()));
        for (const Shape& input : inputs.subspan(1)) {
            std::vector<std::int64_t> expected = inputs[0].extents();
            if (input.rank() == expected.size())
                expected[axis] = input[axis];
            if (input.extents() != expected)
                return fail({},
                            "inputs of " + inputs[0].toString() + " and " + input.toString() +
                                " cannot be joined along axis " + std::to_string(axis + 1),
                            "make all other extents equal");
            joined[axis] += input[axis];
        }
        return Inference{.outputs = {Shape(std::move(joined))}};
    }
    void lower(Lowering& lowering) const override
    {
        const auto axis = static_cast<std::size_t>(lowering.attributes().get<std::int64_t>("axis") - 1);
        lowering.setOutput(lowering.add(concatenateOp(axis), allInputs(lowering)));
    }
};

} // namespace

const LayerType& concatenateLayer()
{
    static const Concatenate type;
    return type;
}

} // namespace ligature
