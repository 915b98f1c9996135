// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/views/view.h"

#include <numeric>

namespace ligature {

namespace {

Result<const ViewType*> typeOf(const ViewStep& step)
{
    if (const ViewType* const type = findViewType(step.type))
        return type;
    return fail({}, "there is no view \"" + step.type + "\"", "mend its spelling");
}

} // namespace

Result<Shape> outputShape(const View& view, const Shape& input)
{
    Result<Shape> shape = input;
    for (const ViewStep& step : view) {
        const auto type = typeOf(step);
        if (!type)
            return tl::unexpected(type.error());
        shape = (*type)->outputShape(*shape, withDefaults((*type)->attributes(), step.attributes));
        if (!shape)
            return shape;
    }
    return shape;
}

Result<Shape> inputShape(const View& view, const Shape& output)
{
    Result<Shape> shape = output;
    for (auto step = view.rbegin(); step != view.rend(); ++step) {
        const auto type = typeOf(*step);
        if (!type)
            return tl::unexpected(type.error());
        shape = (*type)->inputShape(*shape, withDefaults((*type)->attributes(), step->attributes));
        if (!shape)
            return shape;
    }
    return shape;
}

std::string notation(const View& view, const std::string& name)
{
    std::string text = name;
    for (const ViewStep& step : view) {
        if (const ViewType* const type = findViewType(step.type))
            text = type->notation(text, withDefaults(type->attributes(), step.attributes));
    }
    return text;
}

LinearRead read(const View& view, const Shape& input)
{
    LinearRead chain;
    chain.index.resize(static_cast<std::size_t>(input.elementCount()));
    std::iota(chain.index.begin(), chain.index.end(), 0);
    Shape shape = input;
    for (const ViewStep& step : view) {
        const ViewType* const type = findViewType(step.type);
        const Attributes attributes = withDefaults(type->attributes(), step.attributes);
        const LinearRead next = type->read(shape, attributes);
        LinearRead folded;
        folded.index.reserve(next.index.size());
        for (std::size_t i = 0; i < next.index.size(); ++i) {
            const auto from = static_cast<std::size_t>(next.index[i]);
            folded.index.push_back(chain.index[from]);
            if (!chain.coefficient.empty() || !next.coefficient.empty()) {
                folded.coefficient.push_back((chain.coefficient.empty() ? 1.0 : chain.coefficient[from]) *
                                             (next.coefficient.empty() ? 1.0 : next.coefficient[i]));
            }
        }
        chain = std::move(folded);
        shape = *type->outputShape(shape, attributes);
    }
    return chain;
}

View transposeView()
{
    return {ViewStep{"transpose"}};
}

} // namespace ligature
