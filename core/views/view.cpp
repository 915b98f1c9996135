// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/views/view.h"

#include <algorithm>
#include <numeric>

namespace ligature {

namespace {

/// A step with what its type declares.
struct Known {
    const ViewType* type = nullptr;
    Attributes attributes;
};

Result<Known> known(const ViewStep& step)
{
    const ViewType* const type = findViewType(step.type);
    if (type == nullptr)
        return fail({}, "there is no view \"" + step.type + "\"", "mend its spelling");
    const std::vector<AttributeSpec> specs = type->attributes();
    if (const auto valid = validate(specs, step.attributes, {}); !valid)
        return tl::unexpected(valid.error());
    return Known{type, withDefaults(specs, step.attributes)};
}

Result<void> checkLength(const View& view)
{
    if (view.size() > longestView) {
        return fail({}, "the view has " + std::to_string(view.size()) + " steps",
                    "use at most " + std::to_string(longestView));
    }
    return {};
}

Result<Shape> notTooLarge(Shape shape)
{
    if (shape.elementCount() > largestTensor)
        return fail({}, "the view gives " + shape.toString() + ", which is larger than any memory", "make it smaller");
    return shape;
}

} // namespace

std::optional<StridedRead> ViewType::step(const StridedRead&, const Attributes&) const
{
    return std::nullopt;
}

std::optional<Attributes> ViewType::fitting(const Shape& input, const Shape& output) const
{
    const Attributes defaults = withDefaults(attributes(), {});
    const Result<Shape> seen = outputShape(input, defaults);
    return seen && *seen == output ? std::optional(Attributes()) : std::nullopt;
}

Result<Shape> outputShape(const View& view, const Shape& input)
{
    if (const auto valid = checkLength(view); !valid)
        return tl::unexpected(valid.error());
    Result<Shape> shape = input;
    for (const ViewStep& step : view) {
        const auto found = known(step);
        if (!found)
            return tl::unexpected(found.error());
        shape = found->type->outputShape(*shape, found->attributes).and_then(notTooLarge);
        if (!shape)
            return shape;
    }
    return shape;
}

Result<Shape> inputShape(const View& view, const Shape& output)
{
    if (const auto valid = checkLength(view); !valid)
        return tl::unexpected(valid.error());
    Result<Shape> shape = output;
    for (auto step = view.rbegin(); step != view.rend(); ++step) {
        const auto found = known(*step);
        if (!found)
            return tl::unexpected(found.error());
        shape = found->type->inputShape(*shape, found->attributes).and_then(notTooLarge);
        if (!shape)
            return shape;
    }
    return shape;
}

std::string notation(const View& view, const std::string& name)
{
    std::string text = name;
    for (std::size_t i = 0; i < std::min(view.size(), longestView); ++i) {
        const auto found = known(view[i]);
        text = found ? found->type->notation(text, found->attributes) : text + "?";
    }
    return text;
}

bool repeats(const View& view)
{
    return std::ranges::any_of(view, [](const ViewStep& step) {
        const ViewType* const type = findViewType(step.type);
        return type != nullptr && type->repeats();
    });
}

LinearRead read(const View& view, const Shape& input)
{
    LinearRead places;
    places.index.resize(static_cast<std::size_t>(outputShape(view, input)->elementCount()));
    std::iota(places.index.begin(), places.index.end(), 0);
    read(view, input, places);
    return places;
}

void read(const View& view, const Shape& input, LinearRead& places)
{
    places.coefficient.clear();
    std::vector<std::pair<Known, Shape>> steps;
    Shape shape = input;
    for (const ViewStep& step : view) {
        Known next = *known(step);
        Shape output = *next.type->outputShape(shape, next.attributes);
        steps.emplace_back(std::move(next), std::exchange(shape, std::move(output)));
    }
    for (auto step = steps.rbegin(); step != steps.rend(); ++step)
        step->first.type->read(places, step->second, step->first.attributes);
}

std::optional<StridedRead> stridedRead(const View& view, StridedRead parameter)
{
    std::optional<StridedRead> read = std::move(parameter);
    for (const ViewStep& step : view) {
        const auto found = known(step);
        if (found && read)
            read = found->type->step(*read, found->attributes);
    }
    return read;
}

View transposeView()
{
    return {ViewStep{"transpose"}};
}

} // namespace ligature
