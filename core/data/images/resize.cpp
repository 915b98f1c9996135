// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "core/data/images/image_file.h"

namespace ligature {

namespace {

/// Which of the old pixels along one axis a new one is made of, and by which weights, which add up to 1.
struct Blend {
    std::int64_t first = 0;
    std::vector<double> weights;
};

std::vector<Blend> blends(std::int64_t from, std::int64_t to)
{
    const double scale = static_cast<double>(from) / static_cast<double>(to);
    const double reach = std::max(1.0, scale);
    std::vector<Blend> all;
    for (std::int64_t i = 0; i < to; ++i) {
        const double centre = (static_cast<double>(i) + 0.5) * scale;
        Blend blend;
        blend.first = std::max<std::int64_t>(0, static_cast<std::int64_t>(centre - reach + 0.5));
        const std::int64_t end = std::min(from, static_cast<std::int64_t>(centre + reach + 0.5));
        double sum = 0;
        for (std::int64_t pixel = blend.first; pixel < end; ++pixel) {
            const double distance = std::abs((static_cast<double>(pixel) + 0.5 - centre) / reach);
            blend.weights.push_back(std::max(0.0, 1 - distance));
            sum += blend.weights.back();
        }
        for (double& weight : blend.weights)
            weight /= sum;
        all.push_back(std::move(blend));
    }
    return all;
}

std::uint8_t level(double value)
{
    return static_cast<std::uint8_t>(std::clamp(value + 0.5, 0.0, 255.0));
}

/// Along one axis: lines of `from` pixels that lie `step` apart, as many as `starts` says, become lines of `to`.
struct Lines {
    std::int64_t count = 0;
    std::int64_t stride = 0; ///< from one line to the next
    std::int64_t step = 0;   ///< from one pixel of a line to the next
};

void blendLines(const std::uint8_t* from, Lines from_lines, std::uint8_t* to, Lines to_lines,
                const std::vector<Blend>& along, std::int64_t channels)
{
    for (std::int64_t line = 0; line < from_lines.count; ++line) {
        for (std::size_t i = 0; i < along.size(); ++i) {
            for (std::int64_t channel = 0; channel < channels; ++channel) {
                double sum = 0;
                for (std::size_t tap = 0; tap < along[i].weights.size(); ++tap) {
                    const std::int64_t pixel = along[i].first + static_cast<std::int64_t>(tap);
                    sum += along[i].weights[tap] * from[line * from_lines.stride + pixel * from_lines.step + channel];
                }
                to[line * to_lines.stride + static_cast<std::int64_t>(i) * to_lines.step + channel] = level(sum);
            }
        }
    }
}

} // namespace

DecodedImage resized(const DecodedImage& image, std::int64_t width, std::int64_t height)
{
    const std::int64_t channels = image.channels;
    std::vector<std::uint8_t> narrow(static_cast<std::size_t>(width * image.height * channels));
    blendLines(image.levels.data(), {image.height, image.width * channels, channels}, narrow.data(),
               {image.height, width * channels, channels}, blends(image.width, width), channels);
    DecodedImage small{width, height, channels, {}};
    small.levels.resize(static_cast<std::size_t>(width * height * channels));
    blendLines(narrow.data(), {width, channels, width * channels}, small.levels.data(),
               {width, channels, width * channels}, blends(image.height, height), channels);
    return small;
}

} // namespace ligature
