// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/layer_type.h"
#include "core/layers/lowering.h"
#include "core/layers/same_shape.h"
#include "core/ops/arithmetic.h"
#include "core/ops/comparison.h"

namespace ligature {

namespace {

class L1Distance final : public LayerType {
public:
    std::string name() const override { return "l1_distance"; }
    std::string title() const override { return "L1 distance"; }
    LayerCategory category() const override { return LayerCategory::Comparison; }
    std::string summary() const override { return "How far two vectors are apart, place by place."; }
    std::string help() const override
    {
        return "y = Σ |x1 - x2| over the last axis: inputs (…, F), output (…). Without the sum, y = |x1 - x2| keeps "
               "the "
               "shape: a Dense layer after it weighs each place, as Koch and others (2015) compare with a Siamese "
               "network.";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {AttributeSpec{.name = "reduction",
                              .label = "Differences are",
                              .kind = AttributeKind::Choice,
                              .default_value = std::string("sum"),
                              .help = "Whether the differences of the last axis are added up.",
                              .choices = {{"sum", "added up"}, {"none", "kept apart"}}}};
    }
    std::vector<PortSpec> inputs(const Attributes&) const override
    {
        return {{"input1", "One of the two."}, {"input2", "The other."}};
    }
    Result<Inference> infer(const Attributes& attributes, std::span<const Shape> inputs) const override
    {
        if (const auto same = expectSameShape(inputs[0], inputs[1]); !same)
            return tl::unexpected(same.error());
        std::vector<std::int64_t> rows = inputs[0].extents();
        if (addsUp(attributes)) {
            if (rows.empty())
                return fail({}, "a scalar has no axis to add up", "keep the differences apart");
            rows.pop_back();
        }
        return Inference{.outputs = {Shape(std::move(rows))},
                         .flops = Shape{3, inputs[0].elementCount()}.elementCount()};
    }
    void lower(Lowering& lowering) const override
    {
        const std::size_t rank = lowering.spec(lowering.input(0)).shape.rank();
        ValueIndex value = lowering.add(absoluteDifferenceOp(), {lowering.input(0), lowering.input(1)});
        if (addsUp(lowering.attributes()))
            value = lowering.add(reduceOp(Reduction::Sum, rank - 1), {value});
        lowering.setOutput(value);
    }

private:
    static bool addsUp(const Attributes& attributes) { return attributes.get<std::string>("reduction") == "sum"; }
};

} // namespace

const LayerType& l1DistanceLayer()
{
    static const L1Distance type;
    return type;
}

} // namespace ligature
