// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/initializers/initializer.h"

namespace ligature {

namespace {

class Normal final : public InitializerType {
public:
    std::string name() const override { return "normal"; }
    std::string title() const override { return "Normal"; }
    std::string help() const override { return "Normally distributed around the mean."; }
    std::vector<AttributeSpec> attributes() const override
    {
        return {AttributeSpec{.name = "mean",
                              .label = "Mean",
                              .kind = AttributeKind::Real,
                              .default_value = 0.0,
                              .help = "The mean."},
                AttributeSpec{.name = "std",
                              .label = "Standard deviation",
                              .kind = AttributeKind::Real,
                              .default_value = 1.0,
                              .minimum = 0,
                              .help = "The standard deviation."}};
    }
    void fill(const Attributes& attributes, Fans, RandomStream& random, std::span<double> values) const override
    {
        const double mean = attributes.get<double>("mean");
        const double deviation = attributes.get<double>("std");
        std::ranges::generate(values, [&] { return mean + deviation * random.normal(); });
    }
};

} // namespace

const InitializerType& normalInitializer()
{
    static const Normal type;
    return type;
}

} // namespace ligature
