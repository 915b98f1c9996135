// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/data/data_format.h"
#include "core/data/data_path.h"
#include "core/data/idx/array_file.h"
#include "core/data/summary.h"

namespace ligature {

namespace {

namespace fs = std::filesystem;

constexpr std::int64_t mostClasses = 1000;

Result<IdxArrayFile> openImages(const std::string& path, const LoadContext& context)
{
    auto images = IdxArrayFile::open(path, context);
    if (images && images->sampleShape().rank() == 0)
        return fail(path, "it holds one number a sample, as labels do", "choose the file with the images");
    return images;
}

Result<IdxArrayFile> openLabels(const std::string& path, const LoadContext& context, std::int64_t image_count)
{
    auto labels = IdxArrayFile::open(path, context);
    if (!labels)
        return labels;
    if (labels->sampleShape().rank() != 0)
        return fail(path, "it holds " + labels->sampleShape().toString() + " values a sample, and a label is one",
                    "choose the file with the labels");
    if (labels->type() == IdxType::Float || labels->type() == IdxType::Double)
        return fail(path, "it holds real numbers, and a label is a whole one", "choose the file with the labels");
    if (labels->sampleCount() != image_count)
        return fail(path,
                    "there are " + countText(static_cast<std::uint64_t>(labels->sampleCount()), "label", "labels") +
                        " for " + countText(static_cast<std::uint64_t>(image_count), "image", "images"),
                    "choose the labels that belong to the images");
    return labels;
}

/// MNIST and its likes have ten classes even where a part of them lacks some.
bool isMnistLike(const fs::path& file)
{
    const std::string name = nameWithoutGzip(file).string();
    return name.starts_with("train-") || name.starts_with("t10k-");
}

Result<std::vector<std::string>> classNames(const AlignedArray<float>& labels, const std::string& path,
                                            const LoadContext& context)
{
    std::int64_t count = isMnistLike(path) ? 10 : 1;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const auto label = static_cast<std::int64_t>(labels[i]);
        if (label < 0 || label >= mostClasses)
            return fail(path + ", label " + std::to_string(i + 1), "the class is " + std::to_string(label),
                        "number the classes from 0 to " + std::to_string(mostClasses - 1) + " at most");
        count = std::max(count, label + 1);
    }
    if (count == 10 && isFashionMnist(context.base / path))
        return std::vector<std::string>{"T-shirt/top", "Trouser", "Pullover", "Dress", "Coat",
                                        "Sandal",      "Shirt",   "Sneaker",  "Bag",   "Ankle boot"};
    std::vector<std::string> names;
    for (std::int64_t i = 0; i < count; ++i)
        names.push_back(std::to_string(i));
    return names;
}

Result<void> readLabels(const std::string& path, const LoadContext& context, std::int64_t image_count, Dataset& dataset)
{
    auto file = openLabels(path, context, image_count);
    if (!file)
        return tl::unexpected(file.error());
    auto labels = file->read(image_count);
    if (!labels)
        return tl::unexpected(labels.error());
    auto names = classNames(labels->values, path, context);
    if (!names)
        return tl::unexpected(names.error());
    dataset.target_kind = TargetKind::Class;
    dataset.target_names = {"label"};
    dataset.class_names = std::move(*names);
    dataset.targets = std::move(labels->values);
    return {};
}

/// The first images, and all labels: they are few, and each of them has to be right.
Result<Dataset> readSamples(IdxArrayFile& images, const std::string& labels_path, const LoadContext& context,
                            std::int64_t most_samples)
{
    Dataset dataset;
    dataset.name =
        isFashionMnist(context.base / images.path()) ? "Fashion-MNIST" : fs::path(images.path()).filename().string();
    dataset.sample_count = std::min(images.sampleCount(), most_samples);
    dataset.feature_shape = images.sampleShape();
    if (!labels_path.empty()) {
        if (const auto labels = readLabels(labels_path, context, images.sampleCount(), dataset); !labels)
            return tl::unexpected(labels.error());
    }
    auto features = images.read(dataset.sample_count);
    if (!features)
        return tl::unexpected(features.error());
    dataset.features = std::move(features->values);
    if (features->exact.size() > 0) {
        const auto width = static_cast<std::size_t>(dataset.feature_shape.elementCount());
        dataset.exact = {{}, std::vector<long double>(width), std::move(features->exact)};
        for (std::size_t i = 0; i < width; ++i)
            dataset.exact.columns.push_back(i);
    }
    return dataset;
}

class IdxFormat final : public DataFormat {
public:
    std::string name() const override { return "idx"; }
    std::string title() const override { return "IDX files"; }
    std::string help() const override
    {
        return "Images and labels as MNIST and Fashion-MNIST have them (train-images-idx3-ubyte, gzipped or not). "
               "Debian's package dataset-fashion-mnist puts Fashion-MNIST (Zalando Research, MIT licence) into "
               "/usr/share/datasets/fashion-mnist.";
    }

    std::vector<AttributeSpec> options() const override
    {
        std::vector<AttributeSpec> specs;
        specs.push_back({.name = "images",
                         .label = "Images",
                         .kind = AttributeKind::Path,
                         .default_value = std::string(),
                         .unit = {},
                         .help = "The file with the samples, *-images-idx3-ubyte."});
        specs.push_back({.name = "labels",
                         .label = "Labels",
                         .kind = AttributeKind::Path,
                         .default_value = std::string(),
                         .unit = {},
                         .help = "The file with one class a sample, *-labels-idx1-ubyte; none for data without "
                                 "targets."});
        return specs;
    }

    bool matches(const fs::path& file) const override
    {
        const fs::path name = nameWithoutGzip(file);
        const std::string text = name.string();
        return name.extension() == ".idx" || (text.ends_with("ubyte") && text.find("idx") != std::string::npos);
    }
    std::string fileFilter() const override { return "IDX (*ubyte *ubyte.gz *.idx *.idx.gz)"; }

    Attributes optionsFor(const fs::path& file) const override
    {
        Attributes options{{"images", file.string()}};
        const fs::path labels = labelsBeside(file);
        if (!labels.empty())
            options.set("labels", labels.string());
        return options;
    }

    Attributes withoutTargets(const Attributes& options) const override
    {
        Attributes changed = options;
        changed.set("labels", std::string());
        return changed;
    }

    Result<Dataset> load(const Attributes& options, const LoadContext& context) const override
    {
        auto images = openImages(options.get<std::string>("images"), context);
        if (!images)
            return tl::unexpected(images.error());
        return readSamples(*images, options.get<std::string>("labels"), context, images->sampleCount());
    }

    Result<DataPreview> preview(const Attributes& options, const LoadContext& context, int rows) const override
    {
        auto images = openImages(options.get<std::string>("images"), context);
        if (!images)
            return tl::unexpected(images.error());
        auto dataset = readSamples(*images, options.get<std::string>("labels"), context, std::max(rows, 0));
        if (!dataset)
            return tl::unexpected(dataset.error());
        DataPreview preview = previewOf(*dataset, rows);
        dataset->sample_count = images->sampleCount();
        preview.note = summary(*dataset);
        return preview;
    }

private:
    static fs::path labelsBeside(const fs::path& images)
    {
        std::string name = images.filename().string();
        const auto replace = [&name](std::string_view from, std::string_view to) {
            const std::size_t at = name.find(from);
            if (at != std::string::npos)
                name.replace(at, from.size(), to);
            return at != std::string::npos;
        };
        if (!replace("images", "labels"))
            return {};
        replace("idx3", "idx1");
        const fs::path with_same_end = images.parent_path() / name;
        const fs::path other = with_same_end.extension() == ".gz" ? fs::path(with_same_end).replace_extension()
                                                                  : fs::path(with_same_end.string() + ".gz");
        std::error_code error;
        for (const fs::path& labels : {with_same_end, other}) {
            if (fs::is_regular_file(labels, error))
                return labels;
        }
        return {};
    }
};

} // namespace

const DataFormat& idxFormat()
{
    static const IdxFormat format;
    return format;
}

} // namespace ligature
