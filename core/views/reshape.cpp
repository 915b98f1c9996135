// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/views/view.h"

namespace ligature {

namespace {

class ReshapeView final : public ViewType {
public:
    std::string name() const override { return "reshape"; }
    std::string title() const override { return "Reshaped"; }
    std::string help() const override
    {
        return "Reads the same entries in the same order under another shape, as torch.reshape. Costs no copy where "
               "the "
               "entries lie together.";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {AttributeSpec{.name = "shape",
                              .label = "Shape",
                              .kind = AttributeKind::Shape,
                              .default_value = Shape{-1},
                              .minimum = -1,
                              .maximum = 1e9,
                              .help = "The extents that are read, outermost first; one of them may be −1: whatever is "
                                      "left."}};
    }
    std::string notation(const std::string& inner, const Attributes& attributes) const override
    {
        std::string extents;
        for (const std::int64_t extent : attributes.get<Shape>("shape").extents())
            extents.append(extents.empty() ? "" : "×").append(extent < 0 ? "…" : std::to_string(extent));
        return inner + "(" + extents + ")";
    }

    Result<Shape> outputShape(const Shape& input, const Attributes& attributes) const override
    {
        std::vector<std::int64_t> extents = attributes.get<Shape>("shape").extents();
        const auto free = std::ranges::find(extents, -1);
        if (std::ranges::find(extents, 0) != extents.end() || std::count(extents.begin(), extents.end(), -1) > 1)
            return fail({}, "the shape to reshape to has an extent of 0, or more than one of −1",
                        "give whole numbers of 1 or more, and at most one −1");
        const std::int64_t count = input.elementCount();
        if (free != extents.end()) {
            *free = 1;
            const std::int64_t rest = Shape(extents).elementCount();
            *free = count % rest == 0 ? count / rest : 1;
        }
        Shape output(std::move(extents));
        if (output.elementCount() != count) {
            return fail({},
                        input.toString() + " has " + std::to_string(count) + " entries, and does not fit " +
                            attributes.get<Shape>("shape").toString(),
                        "choose a shape of as many entries");
        }
        return output;
    }
    Result<Shape> inputShape(const Shape&, const Attributes&) const override
    {
        return fail({}, "the parameter's shape cannot be told from what it is reshaped to",
                    "give the parameter a shape");
    }
    void read(LinearRead&, const Shape&, const Attributes&) const override {} // Every place keeps its number.
    std::optional<StridedRead> step(const StridedRead& input, const Attributes& attributes) const override
    {
        if (!isContiguous(input))
            return std::nullopt;
        StridedRead read = memoryOf(*outputShape(input.shape, attributes));
        read.offset = input.offset;
        read.coefficient = input.coefficient;
        return read;
    }
    std::optional<Attributes> fitting(const Shape& input, const Shape& output) const override
    {
        if (input.elementCount() != output.elementCount())
            return std::nullopt;
        return Attributes{{"shape", output}};
    }
};

} // namespace

const ViewType& reshapeViewType()
{
    static const ReshapeView type;
    return type;
}

} // namespace ligature
