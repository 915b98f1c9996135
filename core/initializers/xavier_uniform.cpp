// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "core/initializers/initializer.h"

namespace ligature {

namespace {

class XavierUniform final : public InitializerType {
public:
    std::string name() const override { return "xavier_uniform"; }
    std::string title() const override { return "Xavier uniform"; }
    std::string help() const override
    {
        return "Uniform in ±gain · √(6 / (fan_in + fan_out)) (Glorot and Bengio 2010).";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {
            AttributeSpec{.name = "gain",
                          .label = "Gain",
                          .kind = AttributeKind::Real,
                          .default_value = 1.0,
                          .help = "A factor on the spread: 1 for linear and sigmoid, 5/3 for tanh, 1.414 for ReLU."}};
    }
    void fill(const Attributes& attributes, Fans fans, RandomStream& random, std::span<double> values) const override
    {
        const double bound =
            attributes.get<double>("gain") * std::sqrt(6.0 / static_cast<double>(fans.fan_in + fans.fan_out));
        std::ranges::generate(values, [&] { return bound * (2.0 * random.uniform() - 1.0); });
    }
};

} // namespace

const InitializerType& xavierUniformInitializer()
{
    static const XavierUniform type;
    return type;
}

} // namespace ligature
