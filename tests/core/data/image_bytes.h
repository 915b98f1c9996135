// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include <spng.h>
#include <turbojpeg.h>

/// A PNG of these levels: one channel a pixel, or three; of 16 bits the bytes of each level, the higher first.
inline std::string pngOf(std::uint32_t width, std::uint32_t height, const std::vector<std::uint8_t>& levels,
                         std::uint8_t bits = 8)
{
    spng_ctx* const png = spng_ctx_new(SPNG_CTX_ENCODER);
    spng_set_option(png, SPNG_ENCODE_TO_BUFFER, 1);
    const bool is_grey = levels.size() == std::size_t{width} * height * (bits / 8);
    spng_ihdr header{};
    header.width = width;
    header.height = height;
    header.bit_depth = bits;
    header.color_type = is_grey ? SPNG_COLOR_TYPE_GRAYSCALE : SPNG_COLOR_TYPE_TRUECOLOR;
    spng_set_ihdr(png, &header);
    spng_encode_image(png, levels.data(), levels.size(), SPNG_FMT_RAW, SPNG_ENCODE_FINALIZE);
    std::size_t size = 0;
    int error = 0;
    void* const bytes = spng_get_png_buffer(png, &size, &error);
    std::string text(static_cast<const char*>(bytes), size);
    std::free(bytes);
    spng_ctx_free(png);
    return text;
}

/// A grey JPEG of the best quality.
inline std::string jpegOf(int width, int height, const std::vector<std::uint8_t>& levels)
{
    const tjhandle jpeg = tjInitCompress();
    unsigned char* bytes = nullptr;
    unsigned long size = 0;
    tjCompress2(jpeg, levels.data(), width, 0, height, TJPF_GRAY, &bytes, &size, TJSAMP_GRAY, 100, 0);
    std::string text(reinterpret_cast<const char*>(bytes), size);
    tjFree(bytes);
    tjDestroy(jpeg);
    return text;
}
