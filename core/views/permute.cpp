// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <numeric>

#include "core/views/axis.h"

namespace ligature {

namespace {

/// out[p] = W[q] where q[axes[k]] = p[k]; torch.permute.
class Permute final : public ViewType {
public:
    std::string name() const override { return "permute"; }
    std::string title() const override { return "Axes permuted"; }
    std::string help() const override
    {
        return "Reads the axes in another order, as torch.permute: with axes 1, 0, 2 a parameter of 8 × 4 × 3 is read "
               "as 4 × 8 × 3.";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {AttributeSpec{.name = "axes",
                              .label = "Axes",
                              .kind = AttributeKind::Shape,
                              .default_value = Shape{1, 0},
                              .minimum = 0,
                              .maximum = 15,
                              .help = "For each axis of what is read, which axis of the parameter it is; the first is "
                                      "0."}};
    }
    std::string notation(const std::string& inner, const Attributes& attributes) const override
    {
        std::string order;
        for (const std::int64_t axis : attributes.get<Shape>("axes").extents())
            order.append(order.empty() ? "" : ",").append(std::to_string(axis));
        return inner + "ᵀ(" + order + ")";
    }

    Result<Shape> outputShape(const Shape& input, const Attributes& attributes) const override
    {
        const Shape& axes = attributes.get<Shape>("axes");
        if (const auto valid = check(axes, input); !valid)
            return tl::unexpected(valid.error());
        std::vector<std::int64_t> extents;
        for (const std::int64_t axis : axes.extents())
            extents.push_back(input[static_cast<std::size_t>(axis)]);
        return Shape(std::move(extents));
    }
    Result<Shape> inputShape(const Shape& output, const Attributes& attributes) const override
    {
        const Shape& axes = attributes.get<Shape>("axes");
        if (const auto valid = check(axes, output); !valid)
            return tl::unexpected(valid.error());
        std::vector<std::int64_t> extents(output.rank());
        for (std::size_t i = 0; i < axes.rank(); ++i)
            extents[static_cast<std::size_t>(axes[i])] = output[i];
        return Shape(std::move(extents));
    }
    void read(LinearRead& places, const Shape& input, const Attributes& attributes) const override
    {
        const Shape& axes = attributes.get<Shape>("axes");
        movePlaces(places, *outputShape(input, attributes), input, [&](const auto& from, auto& to) {
            for (std::size_t i = 0; i < from.size(); ++i)
                to[static_cast<std::size_t>(axes[i])] = from[i];
        });
    }
    std::optional<StridedRead> step(const StridedRead& input, const Attributes& attributes) const override
    {
        StridedRead read = input;
        read.shape = *outputShape(input.shape, attributes);
        const Shape& axes = attributes.get<Shape>("axes");
        for (std::size_t i = 0; i < axes.rank(); ++i)
            read.strides[i] = input.strides[static_cast<std::size_t>(axes[i])];
        return read;
    }
    std::optional<Attributes> fitting(const Shape& input, const Shape& output) const override
    {
        if (input.rank() != output.rank() || input.rank() < 2 || input.rank() > 6)
            return std::nullopt;
        std::vector<std::int64_t> axes(input.rank());
        std::iota(axes.begin(), axes.end(), 0);
        while (std::ranges::next_permutation(axes).found) {
            const Attributes attributes{{"axes", Shape(axes)}};
            if (*outputShape(input, attributes) == output)
                return attributes;
        }
        return std::nullopt;
    }

private:
    static Result<void> check(const Shape& axes, const Shape& shape)
    {
        std::vector<std::int64_t> sorted = axes.extents();
        std::ranges::sort(sorted);
        for (std::size_t i = 0; i < sorted.size(); ++i) {
            if (sorted[i] != static_cast<std::int64_t>(i))
                return fail({}, "the axes to permute do not name each axis once", "name each axis once, from 0");
        }
        if (axes.rank() != shape.rank()) {
            return fail({},
                        std::to_string(axes.rank()) + " axes are permuted, and " + shape.toString() + " has " +
                            std::to_string(shape.rank()),
                        "name each of its axes once, from 0");
        }
        return {};
    }
};

} // namespace

const ViewType& permuteViewType()
{
    static const Permute type;
    return type;
}

} // namespace ligature
