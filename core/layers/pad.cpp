// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/layers/layer_type.h"
#include "core/layers/lowering.h"
#include "core/ops/places.h"

namespace ligature {

namespace {

/// How much is put before and behind an axis, and what.
struct Padding {
    std::vector<std::int64_t> before;
    std::vector<std::int64_t> behind;
    std::string mode;
};

class PadTable final : public PlaceTable {
public:
    PadTable(Shape input, Padding padding) : m_input(std::move(input)), m_padding(std::move(padding)) {}
    Shape shape() const override
    {
        std::vector<std::int64_t> extents = m_input.extents();
        for (std::size_t axis = 0; axis < extents.size(); ++axis)
            extents[axis] += m_padding.before[axis] + m_padding.behind[axis];
        return Shape(std::move(extents));
    }
    std::vector<std::int64_t> places() const override
    {
        const Shape output = shape();
        std::vector<std::int64_t> places = {0};
        for (std::size_t axis = 0; axis < output.rank(); ++axis) {
            std::vector<std::int64_t> wider;
            wider.reserve(places.size() * static_cast<std::size_t>(output[axis]));
            for (const std::int64_t place : places) {
                for (std::int64_t i = 0; i < output[axis]; ++i) {
                    const std::int64_t from = source(i - m_padding.before[axis], m_input[axis]);
                    wider.push_back(place < 0 || from < 0 ? -1 : place * m_input[axis] + from);
                }
            }
            places = std::move(wider);
        }
        return places;
    }
    bool keepsValues() const override { return m_padding.mode != "constant"; }

private:
    std::int64_t source(std::int64_t place, std::int64_t extent) const
    {
        if (place >= 0 && place < extent)
            return place;
        if (m_padding.mode == "reflect")
            return place < 0 ? -place : 2 * (extent - 1) - place;
        if (m_padding.mode == "replicate")
            return std::clamp<std::int64_t>(place, 0, extent - 1);
        return -1;
    }

    Shape m_input;
    Padding m_padding;
};

class Pad final : public LayerType {
public:
    std::string name() const override { return "pad"; }
    std::string title() const override { return "Pad"; }
    LayerCategory category() const override { return LayerCategory::Shape; }
    std::string summary() const override { return "Puts something around its input, as torch.nn.functional.pad."; }
    std::string help() const override
    {
        return "Each axis gets so many places more before and behind: a number, the input mirrored at its border, or "
               "the border again and again. Axes that are not named get none: with 1, 2 the last axis but one gets one "
               "place and the last one two.";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {
            places("before", "Before", "How many places go before each axis; the last number is of the last axis."),
            places("behind", "Behind", "How many places go behind each axis, likewise."),
            AttributeSpec{
                .name = "mode",
                .label = "With",
                .kind = AttributeKind::Choice,
                .default_value = std::string("constant"),
                .help = "What is put there.",
                .choices = {{"constant", "a number"}, {"reflect", "the input, mirrored"}, {"replicate", "the border"}}},
            AttributeSpec{.name = "value",
                          .label = "Number",
                          .kind = AttributeKind::Real,
                          .default_value = 0.0,
                          .minimum = -1e30,
                          .maximum = 1e30,
                          .help = "The number that is put there."}};
    }
    Result<Inference> infer(const Attributes& attributes, std::span<const Shape> inputs) const override
    {
        const Result<Padding> padding = paddingOf(attributes, inputs[0]);
        if (!padding)
            return tl::unexpected(padding.error());
        return Inference{.outputs = {PadTable(inputs[0], *padding).shape()}};
    }
    void lower(Lowering& lowering) const override
    {
        const ValueIndex input = lowering.input(0);
        const Shape& shape = lowering.spec(input).shape;
        lowering.setOutput(
            lowering.add(placesOp(std::make_shared<PadTable>(shape, paddingOf(lowering.attributes(), shape).value()),
                                  lowering.attributes().get<double>("value")),
                         {input}));
    }

private:
    static AttributeSpec places(std::string name, std::string label, std::string help)
    {
        return AttributeSpec{.name = std::move(name),
                             .label = std::move(label),
                             .kind = AttributeKind::Shape,
                             .default_value = Shape{1},
                             .minimum = 0,
                             .maximum = 1e6,
                             .help = std::move(help)};
    }

    static Result<Padding> paddingOf(const Attributes& attributes, const Shape& input)
    {
        Padding padding{.before = {}, .behind = {}, .mode = attributes.get<std::string>("mode")};
        for (auto [name, list] : {std::pair("before", &padding.before), std::pair("behind", &padding.behind)}) {
            *list = attributes.get<Shape>(name).extents();
            if (list->size() > input.rank()) {
                return fail({},
                            std::string(name) + " has " + std::to_string(list->size()) + " numbers for an input of " +
                                input.toString(),
                            "give at most a number for each axis");
            }
            list->insert(list->begin(), input.rank() - list->size(), 0);
            for (std::size_t axis = 0; axis < list->size(); ++axis) {
                if (padding.mode == "reflect" && (*list)[axis] >= std::max<std::int64_t>(input[axis], 1))
                    return fail({}, "an axis of " + std::to_string(input[axis]) + " cannot be mirrored so far",
                                "pad by less than the axis is long");
            }
        }
        return padding;
    }
};

} // namespace

const LayerType& padLayer()
{
    static const Pad type;
    return type;
}

} // namespace ligature
