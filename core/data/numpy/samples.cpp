// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/numpy/samples.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <set>

#include "core/memory/memory_limit.h"

namespace ligature {

namespace {

constexpr std::size_t mostArrayClasses = 1'000'000;

std::size_t countOf(const Shape& shape)
{
    return static_cast<std::size_t>(shape.elementCount());
}

Shape shapeOfSample(const Shape& shape)
{
    const std::vector<std::int64_t> extents(shape.extents().begin() + 1, shape.extents().end());
    return extents.empty() ? Shape{1} : Shape(extents);
}

/// "x.npy, sample 3, value 2", counted from 1.
std::string placeOf(const PlacedArray& placed, std::size_t place)
{
    const std::size_t width = countOf(placed.array.shape) / static_cast<std::size_t>(placed.array.shape[0]);
    return placed.where + ", sample " + std::to_string(place / width + 1) +
           (width > 1 ? ", value " + std::to_string(place % width + 1) : "");
}

Result<void> checkSamples(const PlacedArray& placed)
{
    const Shape& shape = placed.array.shape;
    if (shape.rank() == 0)
        return fail(placed.where, "it is a single number", "save an array whose first axis is the samples");
    if (shape.elementCount() == 0)
        return fail(placed.where, "its shape is " + shape.toString() + ", so it holds no numbers",
                    "choose an array that has some");
    return {};
}

struct Numbers {
    AlignedArray<float> values;
    bool is_rounded = false; ///< some are other numbers as floats
};

Result<Numbers> readNumbers(const PlacedArray& placed)
{
    const std::size_t count = countOf(placed.array.shape);
    if (const auto fits = checkMemory(count * sizeof(float), placed.where); !fits)
        return tl::unexpected(fits.error());
    Numbers numbers{AlignedArray<float>(count)};
    std::optional<std::pair<std::size_t, long double>> bad;
    eachNpyValue(placed.array, [&](std::size_t place, long double value) {
        const auto number = static_cast<float>(value);
        numbers.values[place] = number;
        numbers.is_rounded = numbers.is_rounded || static_cast<long double>(number) != value;
        if (!std::isfinite(number) && (!bad || place < bad->first))
            bad = {place, value};
    });
    if (!bad)
        return numbers;
    if (std::isfinite(bad->second))
        return fail(placeOf(placed, bad->first), "its value is too large for a 32-bit number", "choose another unit");
    return fail(placeOf(placed, bad->first), "its value is no finite number",
                "fill in the value, or leave the sample out");
}

/// As the file has them, for scaling: less each column's first, so that whole numbers of 64 bits keep all digits.
Result<ExactFeatures> readExact(const PlacedArray& placed)
{
    const std::size_t count = countOf(placed.array.shape);
    const std::size_t width = count / static_cast<std::size_t>(placed.array.shape[0]);
    if (const auto fits = checkMemory(count * sizeof(double), placed.where); !fits)
        return tl::unexpected(fits.error());
    ExactFeatures exact{{}, std::vector<long double>(width), AlignedArray<double>(count)};
    for (std::size_t column = 0; column < width; ++column)
        exact.columns.push_back(column);
    if (isWholeNumbers(placed.array.type)) {
        eachNpyValue(placed.array, [&](std::size_t place, long double value) {
            if (place < width)
                exact.bases[place] = value;
        });
    }
    eachNpyValue(placed.array, [&](std::size_t place, long double value) {
        exact.values[place] = static_cast<double>(value - exact.bases[place % width]);
    });
    return exact;
}

/// Columns have units of their own and so names; what pictures and sequences have is of one kind.
std::vector<std::string> featureNames(const NpyArray& array)
{
    std::vector<std::string> names;
    const bool are_pixels = array.type == ElementType::Uint8;
    if (array.shape.rank() > 2 || are_pixels)
        return names;
    for (std::int64_t i = 1; i <= shapeOfSample(array.shape)[0]; ++i)
        names.push_back("x" + std::to_string(i));
    return names;
}

std::string numberName(long double value)
{
    std::array<char, 64> text{};
    const auto end = value == std::floor(value) && std::fabs(value) < 1e19L
                         ? std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed, 0)
                         : std::to_chars(text.data(), text.data() + text.size(), static_cast<double>(value));
    return {text.data(), end.ptr};
}

Result<void> readClasses(const PlacedArray& placed, Dataset& dataset)
{
    std::set<long double> distinct;
    std::optional<std::size_t> bad;
    eachNpyValue(placed.array, [&](std::size_t place, long double value) {
        if (!std::isfinite(value))
            bad = std::min(place, bad.value_or(place));
        else if (distinct.size() <= mostArrayClasses)
            distinct.insert(value);
    });
    if (bad)
        return fail(placeOf(placed, *bad), "its class is no finite number", "give it one, or leave the sample out");
    if (distinct.size() > mostArrayClasses)
        return fail(placed.where, "it has more than 1,000,000 classes", "choose target_kind=values");
    const std::vector<long double> classes(distinct.begin(), distinct.end());
    dataset.target_kind = TargetKind::Class;
    dataset.target_names = {"class"};
    for (const long double one : classes)
        dataset.class_names.push_back(numberName(one));
    dataset.targets = AlignedArray<float>(static_cast<std::size_t>(dataset.sample_count));
    eachNpyValue(placed.array, [&](std::size_t place, long double value) {
        dataset.targets[place] = static_cast<float>(std::ranges::lower_bound(classes, value) - classes.begin());
    });
    return {};
}

/// Few whole numbers from 0 on.
bool looksLikeClasses(const AlignedArray<float>& targets)
{
    constexpr float most = 1000;
    return std::ranges::all_of(targets.span(),
                               [](float value) { return value >= 0 && value < most && value == std::floor(value); });
}

Result<void> readTargets(const PlacedArray& placed, const std::string& kind, Dataset& dataset)
{
    if (const auto some = checkSamples(placed); !some)
        return some;
    const Shape& shape = placed.array.shape;
    if (shape[0] != dataset.sample_count)
        return fail(placed.where,
                    "it has " + std::to_string(shape[0]) + " targets, and there are " +
                        std::to_string(dataset.sample_count) + " samples",
                    "choose arrays whose first axes are of one length");
    const bool is_column = shape.elementCount() == shape[0];
    if (kind == "class" && !is_column)
        return fail(placed.where, "its shape is " + shape.toString() + ", which is not one class a sample",
                    "choose target_kind=values, or save one number a sample");
    if (kind == "class" || (kind == "auto" && is_column && isWholeNumbers(placed.array.type)))
        return readClasses(placed, dataset);
    auto numbers = readNumbers(placed);
    if (!numbers)
        return tl::unexpected(numbers.error());
    dataset.target_kind = TargetKind::Values;
    dataset.target_shape = shapeOfSample(shape);
    dataset.targets = std::move(numbers->values);
    if (kind == "auto" && is_column && looksLikeClasses(dataset.targets))
        dataset.remarks.push_back("the targets are read as values, since they are floats; if they are classes, choose "
                                  "target_kind=class");
    const std::int64_t width = dataset.target_shape.elementCount();
    for (std::int64_t i = 1; i <= width; ++i)
        dataset.target_names.push_back(width == 1 ? "y" : "y" + std::to_string(i));
    return {};
}

} // namespace

Result<Dataset> datasetFromArrays(const PlacedArray& features, const std::optional<PlacedArray>& targets,
                                  const std::string& target_kind)
{
    if (const auto some = checkSamples(features); !some)
        return tl::unexpected(some.error());
    Dataset dataset;
    dataset.sample_count = features.array.shape[0];
    dataset.feature_shape = shapeOfSample(features.array.shape);
    dataset.feature_names = featureNames(features.array);
    if (targets) {
        if (const auto read = readTargets(*targets, target_kind, dataset); !read)
            return tl::unexpected(read.error());
    }
    auto numbers = readNumbers(features);
    if (!numbers)
        return tl::unexpected(numbers.error());
    dataset.features = std::move(numbers->values);
    if (numbers->is_rounded) {
        auto exact = readExact(features);
        if (!exact)
            return tl::unexpected(exact.error());
        dataset.exact = std::move(*exact);
    }
    return dataset;
}

AttributeSpec arrayTargetKindSpec()
{
    return {.name = "target_kind",
            .label = "Targets are",
            .kind = AttributeKind::Choice,
            .default_value = std::string("auto"),
            .help = "By itself: one whole number a sample is a class, all else is values.",
            .choices = {{"auto", "Detect"}, {"class", "Classes"}, {"values", "Values"}}};
}

const std::vector<ArrayNames>& usualArrayNames()
{
    static const std::vector<ArrayNames> names = {
        {"x", {"y"}},
        {"X", {"y", "Y"}},
        {"x_train", {"y_train"}},
        {"X_train", {"y_train", "Y_train"}},
        {"train_x", {"train_y"}},
        {"x_test", {"y_test"}},
        {"X_test", {"y_test", "Y_test"}},
        {"features", {"labels", "targets"}},
        {"data", {"labels", "targets", "target"}},
        {"images", {"labels"}},
        {"train_images", {"train_labels"}},
        {"inputs", {"targets", "labels"}},
        {"arr_0", {"arr_1"}},
    };
    return names;
}

} // namespace ligature
