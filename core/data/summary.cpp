// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/summary.h"

#include <algorithm>

#include "core/text/number_text.h"

namespace ligature {

namespace {

constexpr std::int64_t shownFeatures = 64;

std::string featureName(const Dataset& dataset, std::int64_t feature)
{
    const auto i = static_cast<std::size_t>(feature);
    return i < dataset.feature_names.size() ? dataset.feature_names[i] : std::to_string(feature + 1);
}

/// Calls `show` for the first features, and for the last one after `gap` where there are too many to show.
template <typename Show, typename Gap>
void eachShownFeature(std::int64_t count, Show show, Gap gap)
{
    for (std::int64_t feature = 0; feature < std::min(count, shownFeatures); ++feature)
        show(feature);
    if (count > shownFeatures) {
        gap();
        show(count - 1);
    }
}

} // namespace

std::string countText(std::uint64_t count, const std::string& one, const std::string& many)
{
    std::string digits = std::to_string(count);
    for (std::size_t i = digits.size(); i > 3; i -= 3)
        digits.insert(i - 3, 1, ',');
    return digits + " " + (count == 1 ? one : many);
}

std::string summary(const Dataset& dataset)
{
    std::string text = countText(static_cast<std::uint64_t>(dataset.sample_count), "sample", "samples") + " of " +
                       dataset.feature_shape.toString();
    if (dataset.target_kind == TargetKind::Class)
        text += ", " + countText(dataset.class_names.size(), "class", "classes");
    if (dataset.target_kind == TargetKind::Classes)
        text += ", " + countText(static_cast<std::uint64_t>(dataset.target_shape.elementCount()), "target", "targets") +
                " of " + countText(dataset.class_names.size(), "class", "classes");
    if (dataset.target_kind == TargetKind::Values)
        text += ", " + countText(static_cast<std::uint64_t>(dataset.target_shape.elementCount()), "target", "targets");
    return text;
}

DataPreview previewOf(const Dataset& dataset, int rows)
{
    DataPreview preview;
    preview.note = summary(dataset);
    const std::int64_t features = dataset.feature_shape.elementCount();
    const std::int64_t targets = dataset.target_kind == TargetKind::None ? 0 : dataset.target_shape.elementCount();
    eachShownFeature(
        features, [&](std::int64_t feature) { preview.columns.push_back(featureName(dataset, feature)); },
        [&] { preview.columns.emplace_back("…"); });
    preview.columns.insert(preview.columns.end(), dataset.target_names.begin(), dataset.target_names.end());

    const std::int64_t count = std::min<std::int64_t>(std::max(rows, 0), dataset.sample_count);
    for (std::int64_t sample = 0; sample < count; ++sample) {
        std::vector<std::string>& cells = preview.rows.emplace_back();
        const float* const values = dataset.features.data() + sample * features;
        eachShownFeature(
            features, [&](std::int64_t feature) { cells.push_back(numbers::exact(values[feature])); },
            [&] { cells.emplace_back("…"); });
        for (std::int64_t target = 0; target < targets; ++target) {
            const float value = dataset.targets[static_cast<std::size_t>(sample * targets + target)];
            cells.push_back(!dataset.class_names.empty() ? dataset.class_names[static_cast<std::size_t>(value)]
                                                         : numbers::exact(value));
        }
    }
    preview.images = imagesOf(dataset, dataset.feature_shape, rows);
    preview.classes = classCountsOf(dataset);
    return preview;
}

std::vector<PreviewImage> imagesOf(const Dataset& dataset, const Shape& shape, int count)
{
    constexpr std::int64_t least = 4;
    constexpr std::int64_t most = 512;
    const std::size_t rank = shape.rank();
    const std::int64_t channels = rank == 3 ? shape[0] : 1;
    if (rank < 2 || rank > 3 || (channels != 1 && channels != 3) || dataset.target_kind == TargetKind::Classes)
        return {};
    const std::int64_t height = shape[rank - 2];
    const std::int64_t width = shape[rank - 1];
    const auto size = static_cast<std::size_t>(shape.elementCount());
    const auto pixels = static_cast<std::size_t>(height * width);
    const auto shown = static_cast<std::size_t>(std::clamp<std::int64_t>(count, 0, dataset.sample_count));
    if (std::min(height, width) < least || std::max(height, width) > most ||
        shape.elementCount() != dataset.feature_shape.elementCount() || shown == 0)
        return {};
    const auto grey = [&](std::size_t sample, std::size_t pixel) {
        float sum = 0;
        for (std::size_t channel = 0; channel < static_cast<std::size_t>(channels); ++channel)
            sum += dataset.features[sample * size + channel * pixels + pixel];
        return sum / static_cast<float>(channels);
    };
    const auto [least_value, greatest_value] =
        std::minmax_element(dataset.features.data(), dataset.features.data() + shown * size);
    const float range = std::max(*greatest_value - *least_value, 1e-30F);
    std::vector<PreviewImage> images;
    for (std::size_t sample = 0; sample < shown; ++sample) {
        PreviewImage image{static_cast<int>(width), static_cast<int>(height), {}, {}};
        for (std::size_t pixel = 0; pixel < pixels; ++pixel) {
            const float share = std::clamp((grey(sample, pixel) - *least_value) / range, 0.0F, 1.0F);
            image.levels.push_back(static_cast<std::uint8_t>(255 * share));
        }
        if (dataset.target_kind == TargetKind::Class)
            image.label = dataset.class_names[static_cast<std::size_t>(dataset.targets[sample])];
        images.push_back(std::move(image));
    }
    return images;
}

std::vector<PreviewClass> classCountsOf(const Dataset& dataset)
{
    std::vector<PreviewClass> classes;
    if (dataset.target_kind != TargetKind::Class)
        return classes;
    for (const std::string& name : dataset.class_names)
        classes.push_back({name, 0});
    for (const float target : dataset.targets.span())
        ++classes[static_cast<std::size_t>(target)].count;
    return classes;
}

} // namespace ligature
