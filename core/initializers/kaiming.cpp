// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/initializers/kaiming.h"

#include <algorithm>
#include <cmath>

namespace ligature {

std::vector<AttributeSpec> kaimingAttributes()
{
    return {
        AttributeSpec{.name = "a",
                      .label = "Negative slope",
                      .kind = AttributeKind::Real,
                      .default_value = 0.0,
                      .help = "The slope below zero of the rectifier that follows: 0 for ReLU."},
        AttributeSpec{.name = "mode",
                      .label = "Keeps",
                      .kind = AttributeKind::Choice,
                      .default_value = std::string("fan_in"),
                      .help = "Whether the size of the activations or of the gradients is kept from layer to layer.",
                      .choices = {{"fan_in", "the activations (fan in)"}, {"fan_out", "the gradients (fan out)"}}}};
}

double kaimingDeviation(const Attributes& attributes, Fans fans)
{
    const double a = attributes.get<double>("a");
    const std::int64_t fan = attributes.get<std::string>("mode") == "fan_in" ? fans.fan_in : fans.fan_out;
    return std::sqrt(2.0 / (1.0 + a * a)) / std::sqrt(static_cast<double>(std::max<std::int64_t>(fan, 1)));
}

} // namespace ligature
