// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/initializers/initializer.h"

namespace ligature {

namespace {

class Ones final : public InitializerType {
public:
    std::string name() const override { return "ones"; }
    std::string title() const override { return "Ones"; }
    std::string help() const override { return "Every value is 1."; }
    void fill(const Attributes&, Fans, RandomStream&, std::span<double> values) const override
    {
        std::ranges::fill(values, 1.0);
    }
};

} // namespace

const InitializerType& onesInitializer()
{
    static const Ones type;
    return type;
}

} // namespace ligature
