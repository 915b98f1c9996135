// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/initializers/initializer.h"

namespace ligature {

namespace {

class Uniform final : public InitializerType {
public:
    std::string name() const override { return "uniform"; }
    std::string title() const override { return "Uniform"; }
    std::string help() const override { return "Evenly spread from the low to the high bound."; }
    std::vector<AttributeSpec> attributes() const override
    {
        return {AttributeSpec{.name = "low",
                              .label = "Low",
                              .kind = AttributeKind::Real,
                              .default_value = 0.0,
                              .help = "The least value."},
                AttributeSpec{.name = "high",
                              .label = "High",
                              .kind = AttributeKind::Real,
                              .default_value = 1.0,
                              .help = "The greatest value."}};
    }
    void fill(const Attributes& attributes, Fans, RandomStream& random, std::span<double> values) const override
    {
        const double low = attributes.get<double>("low");
        const double high = attributes.get<double>("high");
        std::ranges::generate(values, [&] { return low + (high - low) * random.uniform(); });
    }
};

} // namespace

const InitializerType& uniformInitializer()
{
    static const Uniform type;
    return type;
}

} // namespace ligature
