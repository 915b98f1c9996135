// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/convolution_engine.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "core/tensor/shape.h"

namespace ligature {

namespace {

/// What the samples that are worked on at once may take together: a share of a core's second-level cache.
constexpr std::int64_t cacheBytes = 256 * 1024;

std::int64_t area(Size2 size)
{
    return size.height * size.width;
}

std::size_t withSlack(std::int64_t elements)
{
    return static_cast<std::size_t>(elements + correlationSlack);
}

std::vector<std::int64_t> imageOffsets(const ConvolutionLayout& layout, std::int64_t channels)
{
    std::vector<std::int64_t> offsets;
    for (std::int64_t channel = 0; channel < channels; ++channel) {
        for (const auto& tap : layout.taps())
            offsets.push_back(channel * layout.imagePitch() + tap.plane * layout.planePitch() + tap.offset);
    }
    return offsets;
}

std::vector<std::int64_t> oneAfterTheOther(std::size_t count)
{
    std::vector<std::int64_t> numbers(count);
    std::iota(numbers.begin(), numbers.end(), 0);
    return numbers;
}

/// The length of one axis of a plane.
std::int64_t planeLength(std::int64_t kernel, std::int64_t dilation, std::int64_t stride, std::int64_t positions)
{
    return dilation * (kernel - 1) / stride + positions;
}

} // namespace

std::int64_t convolutionScratch(const ConvolutionShape& shape)
{
    const Window& window = shape.window;
    const std::int64_t rows =
        planeLength(window.kernel.height, window.dilation.height, window.stride.height, shape.map.height);
    const std::int64_t columns =
        planeLength(window.kernel.width, window.dilation.width, window.stride.width, shape.map.width);
    const std::int64_t planes =
        std::min(window.kernel.height, window.stride.height) * std::min(window.kernel.width, window.stride.width);
    // Image, map with its margins, and result; the weights in two orders, and an offset and a source for each.
    const std::int64_t sample =
        Shape{rows, columns, planes + 3, std::max(shape.image_channels, shape.map_channels)}.elementCount();
    const std::int64_t weights =
        Shape{8, shape.map_channels, shape.image_channels / shape.groups, area(window.kernel)}.elementCount();
    std::int64_t sum = 0;
    if (__builtin_add_overflow(sample, weights, &sum) || __builtin_add_overflow(sum, cacheBytes, &sum))
        return std::numeric_limits<std::int64_t>::max();
    return sum;
}

template <typename T>
ConvolutionEngine<T>::ConvolutionEngine(const ConvolutionShape& shape, std::int64_t max_batch)
    : m_layout(shape, registerWidth<T>()), m_group_image(shape.image_channels / shape.groups),
      m_group_map(shape.map_channels / shape.groups),
      m_group_weights(m_group_map * m_group_image * area(shape.window.kernel)),
      m_samples_at_once(std::clamp<std::int64_t>(
          cacheBytes / ((m_layout.imageSize() + m_layout.mapSize()) * static_cast<std::int64_t>(sizeof(T))), 1,
          max_batch)),
      m_image_offsets(imageOffsets(m_layout, m_group_image)),
      m_to_map(m_group_map, m_image_offsets, oneAfterTheOther(m_image_offsets.size()),
               static_cast<std::int64_t>(m_image_offsets.size())),
      m_packed_for_map(static_cast<std::size_t>(m_group_weights * shape.groups)),
      m_packed_for_image(static_cast<std::size_t>(m_group_weights * shape.groups)),
      m_images(withSlack(m_samples_at_once * m_layout.imageSize())),
      m_maps(withSlack(m_samples_at_once * m_layout.mapSize())),
      m_result(withSlack(std::max(m_group_map, m_group_image) * m_layout.planePitch()))
{
    const auto kernel = static_cast<std::int64_t>(m_layout.taps().size());
    for (std::size_t plane = 0; plane < m_layout.planes().size(); ++plane) {
        std::vector<std::int64_t> offsets;
        std::vector<std::int64_t> sources;
        for (std::int64_t channel = 0; channel < m_group_map; ++channel) {
            for (std::int64_t t = 0; t < kernel; ++t) {
                const auto& tap = m_layout.taps()[static_cast<std::size_t>(t)];
                if (tap.plane != static_cast<std::int64_t>(plane))
                    continue;
                offsets.push_back(channel * m_layout.mapPitch() - tap.offset);
                sources.push_back(channel * m_group_image * kernel + t);
            }
        }
        m_to_image.emplace_back(m_group_image, std::move(offsets), std::move(sources), kernel);
    }
}

template <typename T>
void ConvolutionEngine<T>::packForMap(const T* weights)
{
    for (std::int64_t group = 0; group < shape().groups; ++group)
        m_to_map.pack(weights + group * m_group_weights, m_packed_for_map.data() + group * m_group_weights);
}

template <typename T>
void ConvolutionEngine<T>::packForImage(const T* weights)
{
    T* packed = m_packed_for_image.data();
    for (std::int64_t group = 0; group < shape().groups; ++group) {
        for (const Correlation<T>& plane : m_to_image) {
            plane.pack(weights + group * m_group_weights, packed);
            packed += plane.packedSize();
        }
    }
}

template <typename T>
void ConvolutionEngine<T>::loadImage(std::int64_t slot, const T* image)
{
    m_layout.loadImage(image, imageOf(slot));
}

template <typename T>
void ConvolutionEngine<T>::loadMap(std::int64_t slot, const T* map)
{
    m_layout.loadMap(map, mapOf(slot));
}

template <typename T>
void ConvolutionEngine<T>::toMap(std::int64_t slot, T* map, const T* bias, bool accumulate)
{
    const std::int64_t size = area(shape().map);
    const std::int64_t pitch = m_layout.planePitch();
    for (std::int64_t group = 0; group < shape().groups; ++group) {
        m_to_map.run(m_packed_for_map.data() + group * m_group_weights,
                     imageOf(slot) + group * m_group_image * m_layout.imagePitch(), m_layout.mapLength(),
                     m_result.data(), pitch);
        for (std::int64_t row = 0; row < m_group_map; ++row) {
            const std::int64_t channel = group * m_group_map + row;
            m_layout.storeMapChannel(m_result.data() + row * pitch, map + channel * size,
                                     bias == nullptr ? T(0) : bias[channel], accumulate);
        }
    }
}

template <typename T>
void ConvolutionEngine<T>::toImage(std::int64_t slot, T* image, const T* bias, bool accumulate)
{
    const std::int64_t size = area(shape().image);
    const std::int64_t pitch = m_layout.planePitch();
    const auto biasOf = [bias](std::int64_t channel) { return bias == nullptr ? T(0) : bias[channel]; };
    if (!m_layout.coversImage() && !accumulate) {
        for (std::int64_t channel = 0; channel < shape().image_channels; ++channel)
            std::fill_n(image + channel * size, size, biasOf(channel));
    }
    const T* packed = m_packed_for_image.data();
    for (std::int64_t group = 0; group < shape().groups; ++group) {
        const T* const map = mapOf(slot) + group * m_group_map * m_layout.mapPitch() + m_layout.mapMargin();
        for (std::size_t i = 0; i < m_to_image.size(); ++i) {
            const ConvolutionLayout::Plane& plane = m_layout.planes()[i];
            m_to_image[i].run(packed, map + plane.first_row * m_layout.columns(),
                              (plane.end_row - plane.first_row) * m_layout.columns(), m_result.data(), pitch);
            packed += m_to_image[i].packedSize();
            for (std::int64_t row = 0; row < m_group_image; ++row) {
                const std::int64_t channel = group * m_group_image + row;
                m_layout.storePlane(i, m_result.data() + row * pitch, image + channel * size, biasOf(channel),
                                    accumulate);
            }
        }
    }
}

template <typename T>
void ConvolutionEngine<T>::addWeightGradient(std::int64_t samples, T* gradient)
{
    for (std::int64_t group = 0; group < shape().groups; ++group) {
        const T* const map = m_maps.data() + group * m_group_map * m_layout.mapPitch() + m_layout.mapMargin();
        const T* const image = m_images.data() + group * m_group_image * m_layout.imagePitch();
        addOuterProducts<T>(m_group_map, m_image_offsets, m_layout.mapLength(), samples, {map, m_layout.mapSize()},
                            m_layout.mapPitch(), {image, m_layout.imageSize()}, gradient + group * m_group_weights);
    }
}

template class ConvolutionEngine<float>;
template class ConvolutionEngine<double>;

} // namespace ligature
