// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "core/views/view.h"

#include "core/text/number_text.h"

namespace ligature {

namespace {

class ScaleView final : public ViewType {
public:
    std::string name() const override { return "scale"; }
    std::string title() const override { return "Scaled"; }
    std::string help() const override
    {
        return "Reads every entry times a constant; its gradient is multiplied by it too. For a factor that is "
               "trained, "
               "put a Scale layer behind the layer.";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {AttributeSpec{.name = "factor",
                              .label = "Factor",
                              .kind = AttributeKind::Real,
                              .default_value = 0.5,
                              .minimum = -1e9,
                              .maximum = 1e9,
                              .help = "What every entry is multiplied by."}};
    }
    std::string notation(const std::string& inner, const Attributes& attributes) const override
    {
        const auto factor = attributes.get<double>("factor");
        for (const auto& [value, text] : {std::pair(0.5, "½"), std::pair(0.25, "¼"), std::pair(0.75, "¾")}) {
            if (factor == value)
                return text + inner;
            if (factor == -value)
                return std::string("−") + text + inner;
        }
        if (factor == -1.0)
            return "−" + inner;
        const std::string number = numbers::significant(std::abs(factor), 6, {}, numbers::Zeros::Drop);
        return (factor < 0 ? "−" : "") + number + (number.find('e') == std::string::npos ? "" : "·") + inner;
    }

    Result<Shape> outputShape(const Shape& input, const Attributes&) const override { return input; }
    Result<Shape> inputShape(const Shape& output, const Attributes&) const override { return output; }
    void read(LinearRead& places, const Shape&, const Attributes& attributes) const override
    {
        places.coefficient.resize(places.index.size(), 1.0);
        for (double& coefficient : places.coefficient)
            coefficient *= attributes.get<double>("factor");
    }
    std::optional<StridedRead> step(const StridedRead& input, const Attributes& attributes) const override
    {
        StridedRead read = input;
        read.coefficient *= attributes.get<double>("factor");
        return read;
    }
};

} // namespace

const ViewType& scaleViewType()
{
    static const ScaleView type;
    return type;
}

} // namespace ligature
