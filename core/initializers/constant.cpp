// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/initializers/initializer.h"

namespace ligature {

namespace {

class Constant final : public InitializerType {
public:
    std::string name() const override { return "constant"; }
    std::string title() const override { return "Constant"; }
    std::string help() const override { return "Every value is the same."; }
    std::vector<AttributeSpec> attributes() const override
    {
        return {AttributeSpec{.name = "value",
                              .label = "Value",
                              .kind = AttributeKind::Real,
                              .default_value = 0.0,
                              .help = "The value."}};
    }
    void fill(const Attributes& attributes, Fans, RandomStream&, std::span<double> values) const override
    {
        std::ranges::fill(values, attributes.get<double>("value"));
    }
};

} // namespace

const InitializerType& constantInitializer()
{
    static const Constant type;
    return type;
}

} // namespace ligature
