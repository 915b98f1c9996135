// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/layer_type.h"
#include "core/layers/lowering.h"
#include "core/ops/ops.h"

namespace ligature {

namespace {

class Softmax final : public LayerType {
public:
    std::string name() const override { return "softmax"; }
    std::string title() const override { return "Softmax"; }
    LayerCategory category() const override { return LayerCategory::Activation; }
    std::string summary() const override { return "Turns scores into shares that sum to 1."; }
    std::string help() const override
    {
        return "y = exp(x) / Σ exp(x) over the last axis. A softmax cross-entropy loss has it built in: link the "
               "scores (logits) to it, not this.";
    }
    Result<Inference> infer(const Attributes&, std::span<const Shape> inputs) const override
    {
        if (inputs[0].rank() == 0)
            return fail({}, "Softmax needs an axis to normalise over, and its input is a scalar",
                        "put a Reshape before it");
        return Inference{.outputs = {inputs[0]}, .flops = inputs[0].elementCount()};
    }
    void lower(Lowering& lowering) const override
    {
        lowering.setOutput(lowering.add(softmaxOp(), {lowering.input(0)}));
    }
};

} // namespace

const LayerType& softmaxLayer()
{
    static const Softmax type;
    return type;
}

} // namespace ligature
