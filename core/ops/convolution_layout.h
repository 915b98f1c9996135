// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "core/ops/window.h"

namespace ligature {

/// What a convolution connects: an image, over which the kernel slides, and a map with one position for each place of
/// the kernel. A convolution goes from the image to the map, a transposed one from the map to the image.
struct ConvolutionShape {
    std::int64_t image_channels = 1;
    Size2 image = {};
    std::int64_t map_channels = 1;
    Size2 map = {};
    std::int64_t groups = 1;
    Window window = {};
};

/// How a convolution lays its samples out so that each element of the kernel reads the map's positions from contiguous
/// memory: an image's channel becomes planes with borders of zeros, one for each phase of the stride, as wide as what
/// the kernel reaches; the map has the same row pitch, so a position is the same step in both. An element of the kernel
/// is then an offset into the planes, whatever stride, padding and dilation.
class ConvolutionLayout {
public:
    /// Where an element of the kernel reads: in one of the planes of a channel, so many elements on.
    struct Tap {
        std::int64_t plane = 0;
        std::int64_t offset = 0;
    };
    /// A plane's part that lies in the image, row by row.
    struct Plane {
        std::int64_t first_row = 0; ///< rows of the plane
        std::int64_t end_row = 0;
        std::int64_t first_column = 0;
        std::int64_t end_column = 0;
        std::int64_t image_row = 0; ///< what first_row and first_column are in the image
        std::int64_t image_column = 0;
    };

    /// @param grain a register's width: every pitch is a multiple of it
    ConvolutionLayout(const ConvolutionShape& shape, std::int64_t grain);

    [[nodiscard]] const ConvolutionShape& shape() const { return m_shape; }
    [[nodiscard]] const std::vector<Tap>& taps() const { return m_taps; } ///< row-major over the kernel
    [[nodiscard]] const std::vector<Plane>& planes() const { return m_planes; }
    [[nodiscard]] std::int64_t columns() const { return m_columns; } ///< the row pitch of planes and map
    [[nodiscard]] std::int64_t planePitch() const { return m_plane_pitch; }
    [[nodiscard]] std::int64_t imagePitch() const { return m_image_pitch; } ///< from channel to channel
    [[nodiscard]] std::int64_t mapMargin() const { return m_map_margin; }   ///< zeros before each channel's positions
    [[nodiscard]] std::int64_t mapPitch() const { return m_map_pitch; }
    [[nodiscard]] std::int64_t imageSize() const { return m_shape.image_channels * m_image_pitch; } ///< of a sample
    [[nodiscard]] std::int64_t mapSize() const { return m_shape.map_channels * m_map_pitch; }
    /// From the first position of the map to behind the last.
    [[nodiscard]] std::int64_t mapLength() const { return m_map_length; }
    /// Whether every element of the image is in some plane: a stride may jump over some.
    [[nodiscard]] bool coversImage() const { return m_covers_image; }

    /// Copies a sample (C, H, W) into planes whose borders are 0 already.
    template <typename T>
    void loadImage(const T* image, T* planes) const;
    /// Copies a sample (C, OH, OW) into a map whose other elements are 0 already.
    template <typename T>
    void loadMap(const T* map, T* wide) const;
    /// Writes or adds one plane of a channel to that channel of an image (H, W), plus a bias. `from` begins at the
    /// plane's first_row.
    template <typename T>
    void storePlane(std::size_t plane, const T* from, T* image, T bias, bool accumulate) const;
    /// Writes or adds a channel's positions to (OH, OW), plus a bias.
    template <typename T>
    void storeMapChannel(const T* from, T* map, T bias, bool accumulate) const;

private:
    ConvolutionShape m_shape;
    std::vector<Tap> m_taps;
    std::vector<Plane> m_planes;
    std::int64_t m_columns = 0;
    std::int64_t m_plane_pitch = 0;
    std::int64_t m_image_pitch = 0;
    std::int64_t m_map_margin = 0;
    std::int64_t m_map_pitch = 0;
    std::int64_t m_map_length = 0;
    bool m_covers_image = true;
};

} // namespace ligature
