// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "core/initializers/initializer.h"

namespace ligature {

namespace {

class XavierNormal final : public InitializerType {
public:
    std::string name() const override { return "xavier_normal"; }
    std::string title() const override { return "Xavier normal"; }
    std::string help() const override
    {
        return "Normal with standard deviation gain · √(2 / (fan_in + fan_out)) (Glorot and Bengio 2010).";
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
        const double deviation =
            attributes.get<double>("gain") * std::sqrt(2.0 / static_cast<double>(fans.fan_in + fans.fan_out));
        std::ranges::generate(values, [&] { return deviation * random.normal(); });
    }
};

} // namespace

const InitializerType& xavierNormalInitializer()
{
    static const XavierNormal type;
    return type;
}

} // namespace ligature
