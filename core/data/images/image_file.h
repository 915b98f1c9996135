// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/error/result.h"

/// Pictures as PNG and JPEG files have them.
namespace ligature {

/// No picture is larger in either direction: what claims more is refused before anything is taken for it.
inline constexpr std::int64_t largestImageSide = 16384;

/// What a picture's header says.
struct ImageHeader {
    std::int64_t width = 0;
    std::int64_t height = 0;
    bool is_colour = false;
    bool has_alpha = false; ///< which is left out
    bool is_deep = false;   ///< 16 bits a channel, of which the upper 8 are read
};

/// 8 bits a channel, row by row, the channels of a pixel side by side.
struct DecodedImage {
    std::int64_t width = 0;
    std::int64_t height = 0;
    std::int64_t channels = 1;
    std::vector<std::uint8_t> levels;
};

/// Told by the first bytes, not by the name. An error where it is neither PNG nor JPEG, its header is damaged, or its
/// size is none that is read.
/// @param where names the file in errors
[[nodiscard]] Result<ImageHeader> readImageHeader(std::string_view bytes, const std::string& where);

/// An error where it is damaged or cut off. Of colours in grey it is the luma of ITU-R BT.601.
[[nodiscard]] Result<DecodedImage> decodeImage(std::string_view bytes, bool in_colour, const std::string& where);

/// By a triangle as wide as the pixels that it becomes are (bilinear; smaller pictures are means of what they were),
/// first along the rows, then along the columns.
[[nodiscard]] DecodedImage resized(const DecodedImage& image, std::int64_t width, std::int64_t height);

} // namespace ligature
