// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "core/initializers/initializer.h"
#include "core/initializers/kaiming.h"

namespace ligature {

namespace {

class KaimingUniform final : public InitializerType {
public:
    std::string name() const override { return "kaiming_uniform"; }
    std::string title() const override { return "Kaiming uniform"; }
    std::string help() const override
    {
        return "Uniform in ±√(6 / ((1 + a²) · fan)) (He et al. 2015). With a = √5 the uniform one is what PyTorch "
               "gives its Linear layers.";
    }
    std::vector<AttributeSpec> attributes() const override { return kaimingAttributes(); }
    void fill(const Attributes& attributes, Fans fans, RandomStream& random, std::span<double> values) const override
    {
        const double bound = std::sqrt(3.0) * kaimingDeviation(attributes, fans);
        std::ranges::generate(values, [&] { return bound * (2.0 * random.uniform() - 1.0); });
    }
};

} // namespace

const InitializerType& kaimingUniformInitializer()
{
    static const KaimingUniform type;
    return type;
}

} // namespace ligature
