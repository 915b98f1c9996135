// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/maps.h"
#include "core/ops/ops.h"

namespace ligature {

namespace {

template <typename T>
class ConcatenateKernel final : public Kernel<T> {
public:
    ConcatenateKernel(Binding<T> binding, std::size_t axis) : m_inputs(std::move(binding.inputs)), m_y(binding.output)
    {
        const Shape& shape = m_y.spec.shape;
        for (std::size_t i = 0; i < axis; ++i)
            m_blocks_per_sample *= shape[i];
        m_block = m_y.elements() / m_blocks_per_sample;
    }

    void forward(const StepContext& context) override
    {
        eachPart(
            context,
            [](const Operand<T>& input, T* whole, Eigen::Index at, Eigen::Index size) {
                RowMap<T>(whole, size) = RowMap<T>(input.data + at, size);
            },
            m_y.data);
    }

    void backward(const StepContext& context) override
    {
        eachPart(
            context,
            [](const Operand<T>& input, T* whole, Eigen::Index at, Eigen::Index size) {
                if (input.gradient == nullptr)
                    return;
                RowMap<T> to(input.gradient + at, size);
                if (input.accumulate)
                    to += RowMap<T>(whole, size);
                else
                    to = RowMap<T>(whole, size);
            },
            m_y.gradient);
    }

private:
    /// Calls f for every contiguous run that one input gives to the output: its place in both, and its size.
    template <typename F>
    void eachPart(const StepContext& context, F f, T* whole)
    {
        const Eigen::Index blocks = context.batch * m_blocks_per_sample;
        Eigen::Index offset = 0;
        for (const Operand<T>& input : m_inputs) {
            const Eigen::Index size = input.elements() / m_blocks_per_sample;
            for (Eigen::Index block = 0; block < blocks; ++block)
                f(input, whole + block * m_block + offset, block * size, size);
            offset += size;
        }
    }

    std::vector<Operand<T>> m_inputs;
    Operand<T> m_y;
    Eigen::Index m_blocks_per_sample = 1;
    Eigen::Index m_block = 1;
};

class ConcatenateOp final : public TypedOp<ConcatenateOp> {
public:
    explicit ConcatenateOp(std::size_t axis) : m_axis(axis) {}
    std::string_view name() const override { return "concatenate"; }
    ValueSpec output(std::span<const ValueSpec> inputs) const override
    {
        std::vector<std::int64_t> extents = inputs[0].shape.extents();
        for (const ValueSpec& input : inputs.subspan(1))
            extents[m_axis] += input.shape[m_axis];
        return {Shape(std::move(extents)), true};
    }
    template <typename T>
    std::unique_ptr<Kernel<T>> makeKernel(Binding<T> binding) const
    {
        return std::make_unique<ConcatenateKernel<T>>(std::move(binding), m_axis);
    }

private:
    std::size_t m_axis;
};

} // namespace

std::shared_ptr<const Op> concatenateOp(std::size_t axis)
{
    return std::make_shared<ConcatenateOp>(axis);
}

} // namespace ligature
