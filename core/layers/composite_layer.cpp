// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/composite_layer.h"

#include <algorithm>
#include <stdexcept>

#include "core/layers/lowering.h"

namespace ligature {

namespace {

using Part = CompositeLayer::Part;

/// What a part sees of the graph that its composite is lowered to.
class PartLowering final : public Lowering {
public:
    PartLowering(Lowering& outer, const Part& part, std::vector<ValueIndex> inputs)
        : m_outer(outer), m_part(part), m_inputs(std::move(inputs))
    {
    }

    const Attributes& attributes() const override { return m_part.attributes; }
    std::size_t inputCount() const override { return m_inputs.size(); }
    ValueIndex input(std::size_t port) const override { return m_inputs.at(port); }
    ValueIndex slot(const std::string& name) override { return m_outer.slot(partName(m_part.name, name)); }
    const ValueSpec& spec(ValueIndex value) const override { return m_outer.spec(value); }
    ValueIndex add(std::shared_ptr<const Op> op, std::vector<ValueIndex> inputs) override
    {
        return m_outer.add(std::move(op), std::move(inputs));
    }
    void beginPart() override { m_outer.beginPart(); }
    void setOutput(ValueIndex value, std::size_t port) override
    {
        if (port == 0)
            m_output = value;
    }
    ValueIndex addInput(InputRole, Shape) override { throw std::logic_error(m_part.name + " is data inside a layer"); }
    void addLoss(ValueIndex) override { throw std::logic_error(m_part.name + " is a loss inside a layer"); }

    [[nodiscard]] ValueIndex output() const { return m_output; }

private:
    Lowering& m_outer;
    const Part& m_part;
    std::vector<ValueIndex> m_inputs;
    ValueIndex m_output = -1;
};

Part::Source sourceOf(const std::string& name, std::span<const PortSpec> ports, std::span<const Part> before)
{
    if (const auto part = std::ranges::find(before, name, &Part::name); part != before.end())
        return {static_cast<std::size_t>(part - before.begin()), 0};
    const auto port = std::ranges::find(ports, name, &PortSpec::name);
    if (port == ports.end())
        throw std::logic_error("a part is fed by \"" + name + "\", which is no part before it and no input");
    return {std::nullopt, static_cast<std::size_t>(port - ports.begin())};
}

/// What feeds the ports of a part, of what the composite is given and what the parts before it give.
template <typename T>
std::vector<T> fedTo(const Part& part, std::span<const T> given, std::span<const T> outputs)
{
    std::vector<T> fed;
    for (const Part::Source& source : part.sources)
        fed.push_back(source.part ? outputs[*source.part] : given[source.input]);
    return fed;
}

/// The same error, told of the part that has it.
tl::unexpected<Error> failInside(const Part& part, const Error& error)
{
    return fail({}, "inside it, at " + part.name + ": " + error.what, error.mend);
}

Result<Inference> inferPart(const Part& part, std::span<const Shape> inputs)
{
    if (const auto valid = validate(part.type->attributes(), part.attributes, {}); !valid)
        return failInside(part, valid.error());
    Result<Inference> inference = part.type->infer(part.attributes, inputs);
    if (!inference)
        return failInside(part, inference.error());
    if (inference->outputs.front().elementCount() > largestTensor) {
        return fail({},
                    "what is computed inside it, at " + part.name + ", is " + inference->outputs.front().toString() +
                        ", larger than any memory",
                    "make the layer smaller");
    }
    return inference;
}

} // namespace

std::string partName(const std::string& outer, const std::string& inner)
{
    return outer + "." + inner;
}

std::vector<Part> CompositeLayer::completeParts(const Attributes& attributes, std::span<const Shape> inputs) const
{
    const std::vector<PortSpec> ports = this->inputs(attributes);
    std::vector<Part> complete;
    for (const LayerPart& declared : parts(attributes, inputs)) {
        const LayerType* const type = findLayerType(declared.type);
        if (type == nullptr)
            throw std::logic_error(name() + " is made of \"" + declared.type + "\", which is no layer type");
        Part part{declared.name, type, withDefaults(type->attributes(), declared.attributes), {}};
        if (declared.inputs.size() != type->inputs(part.attributes).size())
            throw std::logic_error(name() + " feeds " + part.name + " by another number of inputs than it has");
        for (const std::string& source : declared.inputs)
            part.sources.push_back(sourceOf(source, ports, complete));
        complete.push_back(std::move(part));
    }
    return complete;
}

std::vector<SlotSpec> CompositeLayer::slots(const Attributes& attributes) const
{
    std::vector<SlotSpec> all;
    for (const Part& part : completeParts(attributes, {})) {
        for (SlotSpec& slot : part.type->slots(part.attributes)) {
            slot.name = partName(part.name, slot.name);
            slot.help = part.type->title() + " " + part.name + ": " + slot.help;
            all.push_back(std::move(slot));
        }
    }
    return all;
}

Result<Inference> CompositeLayer::infer(const Attributes& attributes, std::span<const Shape> inputs) const
{
    if (const auto fits = expectFit(attributes, inputs); !fits)
        return tl::unexpected<Error>(fits.error());
    Inference whole;
    std::vector<Shape> outputs;
    for (const Part& part : completeParts(attributes, inputs)) {
        const Result<Inference> inference = inferPart(part, fedTo<Shape>(part, inputs, outputs));
        if (!inference)
            return tl::unexpected<Error>(inference.error());
        outputs.push_back(inference->outputs.front());
        whole.slots.insert(whole.slots.end(), inference->slots.begin(), inference->slots.end());
        if (__builtin_add_overflow(whole.flops, inference->flops, &whole.flops))
            whole.flops = std::numeric_limits<std::int64_t>::max();
    }
    whole.outputs.push_back(outputs.back());
    return whole;
}

void CompositeLayer::lower(Lowering& lowering) const
{
    std::vector<ValueIndex> inputs;
    std::vector<Shape> shapes;
    for (std::size_t port = 0; port < lowering.inputCount(); ++port) {
        inputs.push_back(lowering.input(port));
        shapes.push_back(lowering.spec(inputs.back()).shape);
    }
    std::vector<ValueIndex> outputs;
    for (const Part& part : completeParts(lowering.attributes(), shapes)) {
        lowering.beginPart();
        PartLowering inside(lowering, part, fedTo<ValueIndex>(part, inputs, outputs));
        part.type->lower(inside);
        outputs.push_back(inside.output());
    }
    lowering.setOutput(outputs.back());
}

Result<void> CompositeLayer::expectFit(const Attributes&, std::span<const Shape>) const
{
    return {};
}

std::int64_t CompositeLayer::featuresOf(std::span<const Shape> inputs)
{
    return inputs.empty() || inputs[0].rank() == 0 ? 1 : inputs[0][inputs[0].rank() - 1];
}

} // namespace ligature
