// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/convolution_layout.h"

#include <algorithm>

#include "core/ops/maps.h"

namespace ligature {

namespace {

/// One axis of the window over one axis of the image.
struct Axis {
    struct Phase {
        std::int64_t remainder = 0; ///< (index in the image + padding) modulo the stride
        std::int64_t first = 0;     ///< what of the plane lies in the image
        std::int64_t end = 0;
        std::int64_t image_index = 0; ///< of first
    };
    std::vector<Phase> phases;
    std::vector<ConvolutionLayout::Tap> taps; ///< by element of the kernel: its phase, and its offset in it
    std::int64_t reach = 0;                   ///< the largest offset
    std::int64_t length = 0;                  ///< of a plane
    bool covers = true;
};

Axis axisOf(std::int64_t extent, std::int64_t positions, std::int64_t kernel, std::int64_t stride, std::int64_t padding,
            std::int64_t dilation)
{
    Axis axis;
    for (std::int64_t element = 0; element < kernel; ++element) {
        const std::int64_t remainder = element * dilation % stride;
        auto phase = std::ranges::find(axis.phases, remainder, &Axis::Phase::remainder);
        if (phase == axis.phases.end())
            phase = axis.phases.insert(phase, {.remainder = remainder});
        axis.taps.push_back({phase - axis.phases.begin(), element * dilation / stride});
        axis.reach = std::max(axis.reach, axis.taps.back().offset);
    }
    axis.length = axis.reach + positions;
    std::int64_t covered = 0;
    for (Axis::Phase& phase : axis.phases) {
        const std::int64_t offset = phase.remainder - padding;
        const PositionRange inside = positionsInside(extent, axis.length, stride, offset);
        phase.first = inside.first;
        phase.end = inside.end;
        phase.image_index = phase.first * stride + offset;
        covered += phase.end - phase.first;
    }
    axis.covers = covered == extent;
    return axis;
}

/// A row of an image or of a map is short: a call of memcpy would take longer than the copy.
template <typename T, bool Accumulate>
void putRow(const T* from, std::int64_t count, T* to, std::int64_t step, T bias)
{
    if (step == 1) {
        const ConstRowMap<T> source(from, count);
        RowMap<T> target(to, count);
        if constexpr (Accumulate)
            target += source + bias;
        else
            target = source + bias;
        return;
    }
    for (std::int64_t i = 0; i < count; ++i)
        to[i * step] = (Accumulate ? to[i * step] : T(0)) + from[i] + bias;
}

std::int64_t roundedUp(std::int64_t size, std::int64_t grain)
{
    return (size + grain - 1) / grain * grain;
}

} // namespace

ConvolutionLayout::ConvolutionLayout(const ConvolutionShape& shape, std::int64_t grain) : m_shape(shape)
{
    const Window& window = shape.window;
    const Axis rows = axisOf(shape.image.height, shape.map.height, window.kernel.height, window.stride.height,
                             window.padding.height, window.dilation.height);
    const Axis columns = axisOf(shape.image.width, shape.map.width, window.kernel.width, window.stride.width,
                                window.padding.width, window.dilation.width);
    m_columns = columns.length;
    m_plane_pitch = roundedUp(rows.length * columns.length, grain);
    for (const Axis::Phase& row : rows.phases) {
        for (const Axis::Phase& column : columns.phases)
            m_planes.push_back({row.first, row.end, column.first, column.end, row.image_index, column.image_index});
    }
    for (const Tap& row : rows.taps) {
        for (const Tap& column : columns.taps)
            m_taps.push_back({row.plane * static_cast<std::int64_t>(columns.phases.size()) + column.plane,
                              row.offset * m_columns + column.offset});
    }
    m_image_pitch = static_cast<std::int64_t>(m_planes.size()) * m_plane_pitch;
    m_map_margin = roundedUp(rows.reach * m_columns + columns.reach, grain);
    m_map_pitch = m_map_margin + m_plane_pitch;
    m_map_length = (shape.map.height - 1) * m_columns + shape.map.width;
    m_covers_image = rows.covers && columns.covers;
}

template <typename T>
void ConvolutionLayout::loadImage(const T* image, T* planes) const
{
    const std::int64_t width = m_shape.image.width;
    const Size2 stride = m_shape.window.stride;
    for (std::int64_t channel = 0; channel < m_shape.image_channels; ++channel) {
        for (const Plane& plane : m_planes) {
            const std::int64_t count = plane.end_column - plane.first_column;
            const T* from = image + plane.image_row * width + plane.image_column;
            T* to = planes + plane.first_row * m_columns + plane.first_column;
            for (std::int64_t row = plane.first_row; row < plane.end_row; ++row) {
                if (stride.width == 1) {
                    putRow<T, false>(from, count, to, 1, T(0));
                } else {
                    for (std::int64_t i = 0; i < count; ++i)
                        to[i] = from[i * stride.width];
                }
                from += stride.height * width;
                to += m_columns;
            }
            planes += m_plane_pitch;
        }
        image += m_shape.image.height * width;
    }
}

template <typename T>
void ConvolutionLayout::loadMap(const T* map, T* wide) const
{
    const Size2 size = m_shape.map;
    for (std::int64_t channel = 0; channel < m_shape.map_channels; ++channel) {
        T* to = wide + channel * m_map_pitch + m_map_margin;
        for (std::int64_t row = 0; row < size.height; ++row, map += size.width, to += m_columns)
            putRow<T, false>(map, size.width, to, 1, T(0));
    }
}

template <typename T>
void ConvolutionLayout::storePlane(std::size_t plane, const T* from, T* image, T bias, bool accumulate) const
{
    const Plane& part = m_planes[plane];
    const Size2 stride = m_shape.window.stride;
    const std::int64_t count = part.end_column - part.first_column;
    from += part.first_column;
    T* to = image + part.image_row * m_shape.image.width + part.image_column;
    for (std::int64_t row = part.first_row; row < part.end_row; ++row) {
        if (accumulate)
            putRow<T, true>(from, count, to, stride.width, bias);
        else
            putRow<T, false>(from, count, to, stride.width, bias);
        from += m_columns;
        to += stride.height * m_shape.image.width;
    }
}

template <typename T>
void ConvolutionLayout::storeMapChannel(const T* from, T* map, T bias, bool accumulate) const
{
    const Size2 size = m_shape.map;
    for (std::int64_t row = 0; row < size.height; ++row, map += size.width, from += m_columns) {
        if (accumulate)
            putRow<T, true>(from, size.width, map, 1, bias);
        else
            putRow<T, false>(from, size.width, map, 1, bias);
    }
}

template void ConvolutionLayout::loadImage(const float*, float*) const;
template void ConvolutionLayout::loadImage(const double*, double*) const;
template void ConvolutionLayout::loadMap(const float*, float*) const;
template void ConvolutionLayout::loadMap(const double*, double*) const;
template void ConvolutionLayout::storePlane(std::size_t, const float*, float*, float, bool) const;
template void ConvolutionLayout::storePlane(std::size_t, const double*, double*, double, bool) const;
template void ConvolutionLayout::storeMapChannel(const float*, float*, float, bool) const;
template void ConvolutionLayout::storeMapChannel(const double*, double*, double, bool) const;

} // namespace ligature
