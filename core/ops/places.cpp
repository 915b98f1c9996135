// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/places.h"

#include "core/ops/maps.h"

namespace ligature {

namespace {

template <typename T>
class PlacesKernel final : public Kernel<T> {
public:
    PlacesKernel(const Binding<T>& binding, const PlaceTable& table, double otherwise)
        : m_x(binding.inputs[0]), m_y(binding.output), m_places(table.places()), m_otherwise(static_cast<T>(otherwise))
    {
    }

    void forward(const StepContext& context) override
    {
        const T* x = m_x.data;
        T* y = m_y.data;
        for (std::int64_t sample = 0; sample < context.batch; ++sample, x += m_x.elements()) {
            for (const std::int64_t place : m_places)
                *y++ = place < 0 ? m_otherwise : x[place];
        }
    }

    void backward(const StepContext& context) override
    {
        if (m_x.gradient == nullptr)
            return;
        if (!m_x.accumulate)
            gradientOf(m_x, context).setZero();
        T* x = m_x.gradient;
        const T* y = m_y.gradient;
        for (std::int64_t sample = 0; sample < context.batch; ++sample, x += m_x.elements()) {
            for (const std::int64_t place : m_places) {
                if (place >= 0)
                    x[place] += *y;
                ++y;
            }
        }
    }

private:
    Operand<T> m_x;
    Operand<T> m_y;
    std::vector<std::int64_t> m_places;
    T m_otherwise;
};

class PlacesOp final : public TypedOp<PlacesOp> {
public:
    PlacesOp(std::shared_ptr<const PlaceTable> table, double otherwise)
        : m_table(std::move(table)), m_otherwise(otherwise)
    {
    }
    std::string_view name() const override { return "places"; }
    bool keepsValues() const override { return m_table->keepsValues(); }
    ValueSpec output(std::span<const ValueSpec>) const override { return {m_table->shape(), true}; }
    std::int64_t scratchElements(std::span<const ValueSpec>, std::int64_t) const override
    {
        return Shape{m_table->shape().elementCount(), 2}.elementCount(); // A place is as large as two floats.
    }
    template <typename T>
    std::unique_ptr<Kernel<T>> makeKernel(Binding<T> binding) const
    {
        return std::make_unique<PlacesKernel<T>>(binding, *m_table, m_otherwise);
    }

private:
    std::shared_ptr<const PlaceTable> m_table;
    double m_otherwise;
};

template <typename T>
class ForEachSampleKernel final : public Kernel<T> {
public:
    explicit ForEachSampleKernel(const Binding<T>& binding)
        : m_x(binding.inputs[0]), m_w(binding.inputs[1]), m_y(binding.output), m_size(m_w.elements())
    {
    }

    void forward(const StepContext& context) override
    {
        for (Eigen::Index sample = 0; sample < context.batch; ++sample)
            RowMap<T>(m_y.data + sample * m_size, m_size) = RowMap<T>(m_w.data, m_size);
    }

    void backward(const StepContext& context) override
    {
        if (m_x.gradient != nullptr && !m_x.accumulate)
            gradientOf(m_x, context).setZero();
        if (m_w.gradient == nullptr)
            return;
        RowMap<T> sum(m_w.gradient, m_size);
        if (!m_w.accumulate)
            sum.setZero();
        for (Eigen::Index sample = 0; sample < context.batch; ++sample)
            sum += RowMap<T>(m_y.gradient + sample * m_size, m_size);
    }

private:
    Operand<T> m_x;
    Operand<T> m_w;
    Operand<T> m_y;
    Eigen::Index m_size;
};

class ForEachSampleOp final : public TypedOp<ForEachSampleOp> {
public:
    std::string_view name() const override { return "for_each_sample"; }
    ValueSpec output(std::span<const ValueSpec> inputs) const override { return {inputs[1].shape, true}; }
    template <typename T>
    std::unique_ptr<Kernel<T>> makeKernel(Binding<T> binding) const
    {
        return std::make_unique<ForEachSampleKernel<T>>(binding);
    }
};

} // namespace

std::shared_ptr<const Op> placesOp(std::shared_ptr<const PlaceTable> table, double otherwise)
{
    return std::make_shared<PlacesOp>(std::move(table), otherwise);
}

std::shared_ptr<const Op> forEachSampleOp()
{
    return std::make_shared<ForEachSampleOp>();
}

} // namespace ligature
