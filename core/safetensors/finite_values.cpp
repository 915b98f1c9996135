// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "core/safetensors/safetensors_file.h"
#include "core/text/number_text.h"

namespace ligature {

namespace {

/// "\"W\"[0, 3]"
std::string elementName(const std::string& name, const Shape& shape, std::int64_t place)
{
    return "\"" + name + "\"" + shape.indexText(place);
}

} // namespace

Result<void> checkFinite(const std::string& name, const Shape& shape, std::span<const float> values,
                         const std::string& where)
{
    const std::optional<NotFinite> found = findNotFinite(values);
    if (!found)
        return {};
    const char* const value = std::isnan(found->value) ? "NaN" : found->value > 0 ? "infinite" : "minus infinity";
    std::string what = elementName(name, shape, found->place) + " is " + value;
    if (found->count > 1)
        what += " (" + numbers::grouped(found->count) + " of its " + numbers::grouped(shape.elementCount()) +
                " values are no finite numbers)";
    return fail(where, what + ", and weights have to be finite", "take the weights from before the training diverged");
}

Result<void> checkFinite(const NamedTensor& tensor, const std::string& where)
{
    if (tensor.floats() == nullptr)
        return {};
    if (const auto& beyond = tensor.origin.rounding.beyond) {
        return fail(where,
                    elementName(tensor.name, tensor.shape, *beyond) + " is " +
                        numbers::readable(tensor.origin.rounding.beyond_value) +
                        ", and the largest float of 32 bits is 3.4e+38",
                    "scale the weights down, or take them from before the training diverged");
    }
    return checkFinite(tensor.name, tensor.shape, *tensor.floats(), where);
}

} // namespace ligature
