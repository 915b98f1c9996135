// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/layer_type.h"
#include "core/layers/lowering.h"
#include "core/layers/same_shape.h"
#include "core/ops/comparison.h"

namespace ligature {

namespace {

class CosineSimilarity final : public LayerType {
public:
    std::string name() const override { return "cosine_similarity"; }
    std::string title() const override { return "Cosine similarity"; }
    LayerCategory category() const override { return LayerCategory::Comparison; }
    std::string summary() const override { return "Whether two vectors point the same way."; }
    std::string help() const override
    {
        return "y = x1 · x2 / (max(|x1|, ε) max(|x2|, ε)) over the last axis, from -1 to 1: inputs (…, F), output (…).";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {AttributeSpec{.name = "eps",
                              .label = "Epsilon",
                              .kind = AttributeKind::Real,
                              .default_value = 1e-8,
                              .minimum = 1e-30,
                              .maximum = 1,
                              .help = "The least length that a vector is divided by."}};
    }
    std::vector<PortSpec> inputs(const Attributes&) const override
    {
        return {{"input1", "One of the two."}, {"input2", "The other."}};
    }
    Result<Inference> infer(const Attributes&, std::span<const Shape> inputs) const override
    {
        if (const auto same = expectSameShape(inputs[0], inputs[1]); !same)
            return tl::unexpected(same.error());
        if (inputs[0].rank() == 0)
            return fail({}, "a scalar points nowhere", "put a Reshape before it");
        std::vector<std::int64_t> rows = inputs[0].extents();
        rows.pop_back();
        return Inference{.outputs = {Shape(std::move(rows))},
                         .flops = Shape{6, inputs[0].elementCount()}.elementCount()};
    }
    void lower(Lowering& lowering) const override
    {
        lowering.setOutput(lowering.add(cosineSimilarityOp(lowering.attributes().get<double>("eps")),
                                        {lowering.input(0), lowering.input(1)}));
    }
};

} // namespace

const LayerType& cosineSimilarityLayer()
{
    static const CosineSimilarity type;
    return type;
}

} // namespace ligature
