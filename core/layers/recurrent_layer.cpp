// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/recurrent_layer.h"

#include <cmath>

namespace ligature {

std::vector<AttributeSpec> RecurrentLayer::attributes() const
{
    return {AttributeSpec{.name = "hidden_size",
                          .label = "Hidden size",
                          .kind = AttributeKind::Integer,
                          .default_value = std::int64_t{32},
                          .minimum = 1,
                          .maximum = 1e9,
                          .help = "How many numbers the layer carries from step to step.",
                          .is_width = true},
            AttributeSpec{.name = "bias",
                          .label = "Bias",
                          .kind = AttributeKind::Boolean,
                          .default_value = true,
                          .help = "Whether trained constants are added, one for the input and one for the state."},
            AttributeSpec{.name = "return",
                          .label = "Gives out",
                          .kind = AttributeKind::Choice,
                          .default_value = std::string("sequence"),
                          .help = "The hidden states of all steps, or that of the last one.",
                          .choices = {{"sequence", "all steps"}, {"last", "the last step"}}}};
}

std::vector<SlotSpec> RecurrentLayer::slots(const Attributes& attributes) const
{
    // With the hidden size as the fan-in this is PyTorch's uniform in ±1/sqrt(hidden_size), for all four.
    const Initializer initializer{"kaiming_uniform", {{"a", std::sqrt(5.0)}}};
    const std::string order = gateOrder().empty() ? "" : ", the gates in the order " + gateOrder();
    std::vector<SlotSpec> slots = {
        {"weight_ih", "The matrix that reads the input" + order + ".", initializer},
        {"weight_hh", "The matrix that reads the hidden state of the step before.", initializer}};
    if (attributes.get<bool>("bias")) {
        slots.push_back({"bias_ih", "The constants of the input.", initializer});
        slots.push_back({"bias_hh", "The constants of the hidden state.", initializer});
    }
    return slots;
}

Result<Inference> RecurrentLayer::infer(const Attributes& attributes, std::span<const Shape> inputs) const
{
    const Shape& input = inputs[0];
    if (input.rank() != 2 || input[0] < 1)
        return fail({}, "an input of " + input.toString() + " is no sequence of vectors",
                    "feed it steps × features, as an Embedding of a text or a Reshape gives them");
    const std::int64_t steps = input[0];
    const std::int64_t features = input[1];
    const auto hidden = attributes.get<std::int64_t>("hidden_size");
    const std::int64_t rows = gates() * hidden;
    const bool sequence = attributes.get<std::string>("return") == "sequence";
    const Fans fans{hidden, hidden};
    Inference inference{.outputs = {sequence ? Shape{steps, hidden} : Shape{hidden}},
                        .slots = {{Shape{rows, features}, fans}, {Shape{rows, hidden}, fans}}};
    if (attributes.get<bool>("bias"))
        inference.slots.insert(inference.slots.end(), 2, {Shape{rows}, fans});
    inference.flops = Shape{2, steps, rows, features + hidden}.elementCount();
    return inference;
}

void RecurrentLayer::lower(Lowering& lowering) const
{
    std::vector<ValueIndex> operands = {lowering.input(0)};
    for (const SlotSpec& slot : slots(lowering.attributes()))
        operands.push_back(lowering.slot(slot.name));
    const bool sequence = lowering.attributes().get<std::string>("return") == "sequence";
    lowering.setOutput(lowering.add(
        op(lowering.attributes(), sequence ? SequenceOutput::Sequence : SequenceOutput::Last), std::move(operands)));
}

} // namespace ligature
