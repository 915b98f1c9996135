// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/images/image_file.h"

#include <memory>

#include <spng.h>
#include <turbojpeg.h>

#include "core/memory/memory_limit.h"

namespace ligature {

namespace {

constexpr std::string_view pngMagic("\x89PNG\r\n\x1a\n", 8);
constexpr std::string_view jpegMagic("\xff\xd8\xff", 3);

tl::unexpected<Error> damaged(const std::string& where, const std::string& why)
{
    return fail(where, "it is damaged or was cut off (" + why + ")", "restore the file, or take it away");
}

Result<void> checkSize(std::int64_t width, std::int64_t height, const std::string& where)
{
    if (width >= 1 && height >= 1 && width <= largestImageSide && height <= largestImageSide)
        return {};
    return fail(where,
                "its size is " + std::to_string(width) + " × " + std::to_string(height) + ", and at most " +
                    std::to_string(largestImageSide) + " each way are read",
                "make it smaller");
}

using Png = std::unique_ptr<spng_ctx, decltype(&spng_ctx_free)>;

Result<Png> openPng(std::string_view bytes, spng_ihdr& header, const std::string& where)
{
    Png png(spng_ctx_new(0), &spng_ctx_free);
    if (!png)
        return fail(where, "there is not enough memory to read it", "close other programs", ErrorKind::Work);
    // What stands beside the pixels is not kept.
    spng_set_chunk_limits(png.get(), 1 << 20, 1 << 22);
    spng_set_crc_action(png.get(), SPNG_CRC_ERROR, SPNG_CRC_DISCARD);
    int error = spng_set_png_buffer(png.get(), bytes.data(), bytes.size());
    if (error == 0)
        error = spng_get_ihdr(png.get(), &header);
    if (error != 0)
        return damaged(where, spng_strerror(error));
    if (const auto fits = checkSize(header.width, header.height, where); !fits)
        return tl::unexpected(fits.error());
    return png;
}

ImageHeader headerOf(const spng_ihdr& header)
{
    const bool is_colour =
        header.color_type != SPNG_COLOR_TYPE_GRAYSCALE && header.color_type != SPNG_COLOR_TYPE_GRAYSCALE_ALPHA;
    const bool has_alpha =
        header.color_type == SPNG_COLOR_TYPE_GRAYSCALE_ALPHA || header.color_type == SPNG_COLOR_TYPE_TRUECOLOR_ALPHA;
    return {header.width, header.height, is_colour, has_alpha, header.bit_depth == 16};
}

Result<DecodedImage> decodePng(std::string_view bytes, const std::string& where)
{
    spng_ihdr header{};
    const auto png = openPng(bytes, header, where);
    if (!png)
        return tl::unexpected(png.error());
    DecodedImage image{header.width, header.height, 3, {}};
    std::size_t size = 0;
    int error = spng_decoded_image_size(png->get(), SPNG_FMT_RGB8, &size);
    if (error != 0)
        return damaged(where, spng_strerror(error));
    if (const auto fits = checkMemory(size, where); !fits)
        return tl::unexpected(fits.error());
    image.levels.resize(size);
    error = spng_decode_image(png->get(), image.levels.data(), size, SPNG_FMT_RGB8, 0);
    if (error != 0)
        return damaged(where, spng_strerror(error));
    return image;
}

struct CloseJpeg {
    void operator()(void* jpeg) const { tjDestroy(jpeg); }
};
using Jpeg = std::unique_ptr<void, CloseJpeg>;

struct JpegHeader {
    Jpeg jpeg;
    int width = 0;
    int height = 0;
    int colours = 0;
};

Result<JpegHeader> openJpeg(std::string_view bytes, const std::string& where)
{
    JpegHeader opened{Jpeg(tjInitDecompress())};
    if (!opened.jpeg)
        return fail(where, "there is not enough memory to read it", "close other programs", ErrorKind::Work);
    int subsampling = 0;
    if (tjDecompressHeader3(opened.jpeg.get(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                            &opened.width, &opened.height, &subsampling, &opened.colours) != 0 ||
        opened.width < 1 || opened.height < 1)
        return damaged(where, tjGetErrorStr2(opened.jpeg.get()));
    if (opened.colours == TJCS_CMYK || opened.colours == TJCS_YCCK)
        return fail(where, "it is in the colours of print (CMYK)", "save it in RGB");
    if (const auto fits = checkSize(opened.width, opened.height, where); !fits)
        return tl::unexpected(fits.error());
    return opened;
}

/// Grey levels are read as they are; grey of colours is the picture's own luma.
Result<DecodedImage> decodeJpeg(std::string_view bytes, bool in_colour, const std::string& where)
{
    const auto opened = openJpeg(bytes, where);
    if (!opened)
        return tl::unexpected(opened.error());
    DecodedImage image{opened->width, opened->height, in_colour ? 3 : 1, {}};
    const auto size = static_cast<std::size_t>(image.width * image.height * image.channels);
    if (const auto fits = checkMemory(size, where); !fits)
        return tl::unexpected(fits.error());
    image.levels.resize(size);
    // What is cut off is a warning to the library, which fills up with grey. Endless scans would take endless time.
    if (tjDecompress2(opened->jpeg.get(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                      image.levels.data(), opened->width, 0, opened->height, in_colour ? TJPF_RGB : TJPF_GRAY,
                      TJFLAG_ACCURATEDCT | TJFLAG_STOPONWARNING | TJFLAG_LIMITSCANS) != 0)
        return damaged(where, tjGetErrorStr2(opened->jpeg.get()));
    return image;
}

/// In whole numbers, so that it is the same everywhere.
DecodedImage inGrey(const DecodedImage& image)
{
    DecodedImage grey{image.width, image.height, 1, {}};
    grey.levels.reserve(image.levels.size() / 3);
    for (std::size_t i = 0; i + 2 < image.levels.size(); i += 3) {
        constexpr std::uint32_t red = 19595; // 0.299, 0.587 and 0.114 of 65536
        constexpr std::uint32_t green = 38470;
        constexpr std::uint32_t blue = 7471;
        const std::uint32_t luma = red * image.levels[i] + green * image.levels[i + 1] + blue * image.levels[i + 2];
        grey.levels.push_back(static_cast<std::uint8_t>((luma + 0x8000) >> 16));
    }
    return grey;
}

} // namespace

Result<ImageHeader> readImageHeader(std::string_view bytes, const std::string& where)
{
    if (bytes.starts_with(pngMagic)) {
        spng_ihdr header{};
        return openPng(bytes, header, where).map([&](const auto&) { return headerOf(header); });
    }
    if (bytes.starts_with(jpegMagic)) {
        return openJpeg(bytes, where).map([](const JpegHeader& opened) {
            return ImageHeader{opened.width, opened.height, opened.colours != TJCS_GRAY, false, false};
        });
    }
    return fail(where, bytes.empty() ? "it is empty" : "it is no PNG and no JPEG, whatever its name says",
                "save it as one of them, or take it away");
}

Result<DecodedImage> decodeImage(std::string_view bytes, bool in_colour, const std::string& where)
{
    const auto header = readImageHeader(bytes, where);
    if (!header)
        return tl::unexpected(header.error());
    if (bytes.starts_with(jpegMagic))
        return decodeJpeg(bytes, in_colour, where);
    auto image = decodePng(bytes, where);
    return image && !in_colour ? inGrey(*image) : image;
}

} // namespace ligature
