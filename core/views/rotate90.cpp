// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/views/axis.h"

namespace ligature {

namespace {

/// torch.rot90 in the last two axes: one turn is out[.., i, j] = W[.., j, columns - 1 - i].
class Rotate90 final : public ViewType {
public:
    std::string name() const override { return "rotate90"; }
    std::string title() const override { return "Rotated"; }
    std::string help() const override
    {
        return "Reads the last two axes turned by quarter turns against the clock, as torch.rot90: one kernel and its "
               "three rotations make a four-fold group convolution (Cohen and Welling 2016).";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {AttributeSpec{.name = "turns",
                              .label = "Quarter turns",
                              .kind = AttributeKind::Integer,
                              .default_value = std::int64_t{1},
                              .minimum = -3,
                              .maximum = 3,
                              .help = "How many quarter turns against the clock; with it where it is negative."}};
    }
    std::string notation(const std::string& inner, const Attributes& attributes) const override
    {
        return inner + "↺" + std::to_string(90 * turnsOf(attributes)) + "°";
    }

    Result<Shape> outputShape(const Shape& input, const Attributes& attributes) const override
    {
        if (input.rank() < 2) {
            return fail({}, "only what has two axes or more can be rotated, and this is " + input.toString(),
                        "read it as it is, or flip it");
        }
        return turnsOf(attributes) % 2 == 0 ? input : exchanged(input);
    }
    Result<Shape> inputShape(const Shape& output, const Attributes& attributes) const override
    {
        return outputShape(output, attributes);
    }
    void read(LinearRead& places, const Shape& input, const Attributes& attributes) const override
    {
        const std::size_t rank = input.rank();
        const std::int64_t rows = input[rank - 2];
        const std::int64_t columns = input[rank - 1];
        const std::int64_t turns = turnsOf(attributes);
        movePlaces(places, *outputShape(input, attributes), input, [&](const auto& from, auto& to) {
            to = from;
            const std::int64_t i = from[rank - 2];
            const std::int64_t j = from[rank - 1];
            if (turns == 1) {
                to[rank - 2] = j;
                to[rank - 1] = columns - 1 - i;
            } else if (turns == 2) {
                to[rank - 2] = rows - 1 - i;
                to[rank - 1] = columns - 1 - j;
            } else if (turns == 3) {
                to[rank - 2] = rows - 1 - j;
                to[rank - 1] = i;
            }
        });
    }
    std::optional<StridedRead> step(const StridedRead& input, const Attributes& attributes) const override
    {
        StridedRead read = input;
        for (std::int64_t turn = 0; turn < turnsOf(attributes); ++turn) {
            const std::size_t rank = read.shape.rank();
            read.offset += (read.shape[rank - 1] - 1) * read.strides[rank - 1];
            read.strides[rank - 1] = -read.strides[rank - 1];
            std::swap(read.strides[rank - 2], read.strides[rank - 1]);
            read.shape = exchanged(read.shape);
        }
        return read;
    }

private:
    static std::int64_t turnsOf(const Attributes& attributes)
    {
        return (attributes.get<std::int64_t>("turns") + 4) % 4;
    }
    static Shape exchanged(const Shape& shape)
    {
        std::vector<std::int64_t> extents = shape.extents();
        std::swap(extents[extents.size() - 2], extents[extents.size() - 1]);
        return Shape(std::move(extents));
    }
};

} // namespace

const ViewType& rotate90ViewType()
{
    static const Rotate90 type;
    return type;
}

} // namespace ligature
