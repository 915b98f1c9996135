// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/initializers/initializer.h"
#include "core/initializers/kaiming.h"

namespace ligature {

namespace {

class KaimingNormal final : public InitializerType {
public:
    std::string name() const override { return "kaiming_normal"; }
    std::string title() const override { return "Kaiming normal"; }
    std::string help() const override
    {
        return "Normal with standard deviation √(2 / ((1 + a²) · fan)) (He et al. 2015). With a = √5 the uniform one "
               "is what PyTorch gives its Linear layers.";
    }
    std::vector<AttributeSpec> attributes() const override { return kaimingAttributes(); }
    void fill(const Attributes& attributes, Fans fans, RandomStream& random, std::span<double> values) const override
    {
        const double deviation = kaimingDeviation(attributes, fans);
        std::ranges::generate(values, [&] { return deviation * random.normal(); });
    }
};

} // namespace

const InitializerType& kaimingNormalInitializer()
{
    static const KaimingNormal type;
    return type;
}

} // namespace ligature
