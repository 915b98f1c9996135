// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/group_norm_parts.h"

namespace ligature {

AttributeSpec normEpsSpec()
{
    return {.name = "eps",
            .label = "Epsilon",
            .kind = AttributeKind::Real,
            .default_value = 1e-5,
            .minimum = 0,
            .maximum = 1,
            .help = "What is added to the variance, so that nothing is divided by 0."};
}

AttributeSpec normAffineSpec()
{
    return {.name = "affine",
            .label = "Affine",
            .kind = AttributeKind::Boolean,
            .default_value = true,
            .help = "Whether each channel is multiplied by a trained factor, and a trained offset added."};
}

std::vector<LayerPart> groupNormParts(const Attributes& attributes, std::span<const Shape> inputs, std::int64_t groups)
{
    const bool fits = !inputs.empty() && expectChannels(inputs[0], groups);
    const Shape input = fits ? inputs[0] : Shape{groups, 1};
    std::vector<LayerPart> parts = {
        {"rows", "reshape", {{"shape", Shape{groups, input.elementCount() / groups}}}},
        {"normal", "layer_norm", {{"eps", attributes.get<double>("eps")}, {"affine", false}}, {"rows"}},
        {"channels", "reshape", {{"shape", input}}, {"normal"}}};
    if (!attributes.get<bool>("affine"))
        return parts;
    std::vector<std::int64_t> extents(input.rank(), 1);
    extents.front() = input[0];
    const Shape each(extents);
    parts.push_back({"weight", "values", {{"shape", each}, {"starts", std::string("ones")}}});
    parts.push_back({"factors", "expand", {{"shape", input}}, {"weight"}});
    parts.push_back({"scaled", "multiply", {}, {"channels", "factors"}});
    parts.push_back({"bias", "values", {{"shape", each}, {"starts", std::string("zeros")}}});
    parts.push_back({"offsets", "expand", {{"shape", input}}, {"bias"}});
    parts.push_back({"sum", "add", {}, {"scaled", "offsets"}});
    return parts;
}

Result<void> expectChannels(const Shape& input, std::int64_t groups)
{
    if (input.rank() < 1)
        return fail({}, "its input is a number, and has no channels", "put a Reshape before it");
    if (groups < 1 || input[0] % groups != 0) {
        return fail({},
                    std::to_string(input[0]) + " channels cannot be split into " + std::to_string(groups) + " groups",
                    "choose a number of groups that divides the channels");
    }
    return {};
}

} // namespace ligature
