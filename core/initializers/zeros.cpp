// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/initializers/initializer.h"

namespace ligature {

namespace {

class Zeros final : public InitializerType {
public:
    std::string name() const override { return "zeros"; }
    std::string title() const override { return "Zeros"; }
    std::string help() const override { return "Every value is 0."; }
    void fill(const Attributes&, Fans, RandomStream&, std::span<double> values) const override
    {
        std::ranges::fill(values, 0.0);
    }
};

} // namespace

const InitializerType& zerosInitializer()
{
    static const Zeros type;
    return type;
}

} // namespace ligature
