// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/layer_type.h"
#include "core/layers/lowering.h"
#include "core/ops/places.h"

namespace ligature {

namespace {

class StridedTable final : public PlaceTable {
public:
    StridedTable(Shape shape, Shape strides, std::int64_t offset)
        : m_shape(std::move(shape)), m_strides(std::move(strides)), m_offset(offset)
    {
    }
    Shape shape() const override { return m_shape; }
    std::vector<std::int64_t> places() const override
    {
        std::vector<std::int64_t> places = {m_offset};
        places.reserve(static_cast<std::size_t>(m_shape.elementCount()));
        for (std::size_t axis = 0; axis < m_shape.rank(); ++axis) {
            std::vector<std::int64_t> wider;
            wider.reserve(places.size() * static_cast<std::size_t>(m_shape[axis]));
            for (const std::int64_t place : places) {
                for (std::int64_t i = 0; i < m_shape[axis]; ++i)
                    wider.push_back(place + i * m_strides[axis]);
            }
            places = std::move(wider);
        }
        return places;
    }

private:
    Shape m_shape;
    Shape m_strides;
    std::int64_t m_offset;
};

class StridedReadLayer final : public LayerType {
public:
    std::string name() const override { return "strided_read"; }
    std::string title() const override { return "Strided read"; }
    LayerCategory category() const override { return LayerCategory::Shape; }
    std::string summary() const override { return "Reads its elements in steps, as numpy's as_strided."; }
    std::string help() const override
    {
        return "y[p, q, …] = x[offset + p s1 + q s2 + …], x being a sample's elements one after the other, row-major. "
               "What Permute, Expand and Flip are made of: a stride of 0 reads an element again and again, a negative "
               "one goes backwards. The gradient adds up where an element is read several times.";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {AttributeSpec{.name = "shape",
                              .label = "Shape",
                              .kind = AttributeKind::Shape,
                              .default_value = Shape{2, 4},
                              .minimum = 1,
                              .maximum = 1e9,
                              .help = "The shape of what is read, without the batch axis."},
                AttributeSpec{.name = "strides",
                              .label = "Strides",
                              .kind = AttributeKind::Shape,
                              .default_value = Shape{1, 2},
                              .minimum = -1e9,
                              .maximum = 1e9,
                              .help = "How far it is along each axis from one element to the next."},
                AttributeSpec{.name = "offset",
                              .label = "Offset",
                              .kind = AttributeKind::Integer,
                              .default_value = std::int64_t{0},
                              .minimum = 0,
                              .maximum = 1e9,
                              .help = "The place of the first element."}};
    }
    Result<Inference> infer(const Attributes& attributes, std::span<const Shape> inputs) const override
    {
        const auto& shape = attributes.get<Shape>("shape");
        const auto& strides = attributes.get<Shape>("strides");
        if (shape.rank() != strides.rank()) {
            return fail({},
                        "it has " + std::to_string(strides.rank()) + " strides for " + std::to_string(shape.rank()) +
                            " axes",
                        "give a stride for each axis");
        }
        const std::int64_t count = inputs[0].elementCount();
        std::int64_t least = attributes.get<std::int64_t>("offset");
        std::int64_t most = least;
        for (std::size_t axis = 0; axis < shape.rank(); ++axis) {
            std::int64_t reach = 0;
            if (__builtin_mul_overflow(shape[axis] - 1, strides[axis], &reach) || reach > count || reach < -count)
                return outside(inputs[0]);
            (reach < 0 ? least : most) += reach;
        }
        if (least < 0 || most >= count)
            return outside(inputs[0]);
        return Inference{.outputs = {shape}};
    }
    void lower(Lowering& lowering) const override
    {
        const Attributes& attributes = lowering.attributes();
        lowering.setOutput(lowering.add(
            placesOp(std::make_shared<StridedTable>(attributes.get<Shape>("shape"), attributes.get<Shape>("strides"),
                                                    attributes.get<std::int64_t>("offset"))),
            {lowering.input(0)}));
    }

private:
    static tl::unexpected<Error> outside(const Shape& input)
    {
        return fail({}, "it reads places that an input of " + input.toString() + " does not have",
                    "make its shape or its strides smaller");
    }
};

} // namespace

const LayerType& stridedReadLayer()
{
    static const StridedReadLayer type;
    return type;
}

} // namespace ligature
