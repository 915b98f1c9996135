// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/ops/convolution_engine.h"
#include "core/ops/maps.h"
#include "core/ops/ops.h"

namespace ligature {

namespace {

Size2 sizeOf(const Shape& image)
{
    return {image[1], image[2]};
}

/// Which side the input is on.
enum class Direction { ImageToMap, MapToImage };

ConvolutionShape shapeOf(Direction direction, const Shape& input, const Shape& output, const Window& window,
                         std::int64_t groups)
{
    const bool forward = direction == Direction::ImageToMap;
    const Shape& image = forward ? input : output;
    const Shape& map = forward ? output : input;
    return {image[0], sizeOf(image), map[0], sizeOf(map), groups, window};
}

template <typename T>
class ConvolutionKernel final : public Kernel<T> {
public:
    ConvolutionKernel(Binding<T> binding, Direction direction, const Window& window, std::int64_t groups)
        : m_x(binding.inputs[0]), m_w(binding.inputs[1]), m_y(binding.output), m_direction(direction),
          m_engine(shapeOf(direction, m_x.spec.shape, m_y.spec.shape, window, groups), binding.max_batch)
    {
        if (binding.inputs.size() > 2)
            m_bias = binding.inputs[2];
    }

    void forward(const StepContext& context) override
    {
        pack(m_direction);
        for (std::int64_t sample = 0; sample < context.batch; ++sample) {
            load(m_direction, 0, m_x.data + sample * m_x.elements());
            compute(m_direction, 0, m_y.data + sample * m_y.elements(), m_bias.data, false);
        }
    }

    void backward(const StepContext& context) override
    {
        if (m_bias.gradient != nullptr)
            toBias(context.batch);
        const bool to_weight = m_w.gradient != nullptr;
        const bool to_input = m_x.gradient != nullptr;
        if (to_weight && !m_w.accumulate)
            ArrayMap<T>(m_w.gradient, m_w.elements()).setZero();
        if (to_input)
            pack(back());
        for (std::int64_t first = 0; first < context.batch; first += m_engine.samplesAtOnce()) {
            const std::int64_t samples = std::min(m_engine.samplesAtOnce(), context.batch - first);
            for (std::int64_t slot = 0; slot < samples; ++slot) {
                load(back(), slot, m_y.gradient + (first + slot) * m_y.elements());
                if (to_weight)
                    load(m_direction, slot, m_x.data + (first + slot) * m_x.elements());
                if (to_input) {
                    compute(back(), slot, m_x.gradient + (first + slot) * m_x.elements(), nullptr, m_x.accumulate);
                }
            }
            if (to_weight)
                m_engine.addWeightGradient(samples, m_w.gradient);
        }
    }

private:
    [[nodiscard]] Direction back() const
    {
        return m_direction == Direction::ImageToMap ? Direction::MapToImage : Direction::ImageToMap;
    }

    void pack(Direction direction)
    {
        if (direction == Direction::ImageToMap)
            m_engine.packForMap(m_w.data);
        else
            m_engine.packForImage(m_w.data);
    }

    void load(Direction direction, std::int64_t slot, const T* sample)
    {
        if (direction == Direction::ImageToMap)
            m_engine.loadImage(slot, sample);
        else
            m_engine.loadMap(slot, sample);
    }

    void compute(Direction direction, std::int64_t slot, T* to, const T* bias, bool accumulate)
    {
        if (direction == Direction::ImageToMap)
            m_engine.toMap(slot, to, bias, accumulate);
        else
            m_engine.toImage(slot, to, bias, accumulate);
    }

    void toBias(std::int64_t batch)
    {
        const std::int64_t channels = m_bias.elements();
        const std::int64_t size = m_y.elements() / channels;
        RowMap<T> sum(m_bias.gradient, channels);
        if (!m_bias.accumulate)
            sum.setZero();
        const T* g = m_y.gradient;
        for (std::int64_t sample = 0; sample < batch; ++sample) {
            for (std::int64_t channel = 0; channel < channels; ++channel, g += size)
                sum(channel) += ConstRowMap<T>(g, size).sum();
        }
    }

    Operand<T> m_x;
    Operand<T> m_w;
    Operand<T> m_bias;
    Operand<T> m_y;
    Direction m_direction;
    ConvolutionEngine<T> m_engine;
};

class ConvolutionOp final : public TypedOp<ConvolutionOp> {
public:
    ConvolutionOp(const Window& window, std::int64_t groups) : m_window(window), m_groups(groups) {}
    std::string_view name() const override { return "convolution"; }
    ValueSpec output(std::span<const ValueSpec> inputs) const override
    {
        const Size2 positions = positionsIn(sizeOf(inputs[0].shape), m_window);
        return {Shape{inputs[1].shape[0], positions.height, positions.width}, true};
    }
    std::int64_t scratchElements(std::span<const ValueSpec> inputs, std::int64_t) const override
    {
        return convolutionScratch(
            shapeOf(Direction::ImageToMap, inputs[0].shape, output(inputs).shape, m_window, m_groups));
    }
    template <typename T>
    std::unique_ptr<Kernel<T>> makeKernel(Binding<T> binding) const
    {
        return std::make_unique<ConvolutionKernel<T>>(std::move(binding), Direction::ImageToMap, m_window, m_groups);
    }

private:
    Window m_window;
    std::int64_t m_groups;
};

class TransposedConvolutionOp final : public TypedOp<TransposedConvolutionOp> {
public:
    TransposedConvolutionOp(const Window& window, std::int64_t groups, Size2 output_padding)
        : m_window(window), m_groups(groups), m_output_padding(output_padding)
    {
    }
    std::string_view name() const override { return "transposed_convolution"; }
    ValueSpec output(std::span<const ValueSpec> inputs) const override
    {
        const Size2 image = imageOf(sizeOf(inputs[0].shape), m_window, m_output_padding);
        return {Shape{inputs[1].shape[1] * m_groups, image.height, image.width}, true};
    }
    std::int64_t scratchElements(std::span<const ValueSpec> inputs, std::int64_t) const override
    {
        return convolutionScratch(
            shapeOf(Direction::MapToImage, inputs[0].shape, output(inputs).shape, m_window, m_groups));
    }
    template <typename T>
    std::unique_ptr<Kernel<T>> makeKernel(Binding<T> binding) const
    {
        return std::make_unique<ConvolutionKernel<T>>(std::move(binding), Direction::MapToImage, m_window, m_groups);
    }

private:
    Window m_window;
    std::int64_t m_groups;
    Size2 m_output_padding;
};

} // namespace

std::shared_ptr<const Op> convolutionOp(const Window& window, std::int64_t groups)
{
    return std::make_shared<ConvolutionOp>(window, groups);
}

std::shared_ptr<const Op> transposedConvolutionOp(const Window& window, std::int64_t groups, Size2 output_padding)
{
    return std::make_shared<TransposedConvolutionOp>(window, groups, output_padding);
}

} // namespace ligature
