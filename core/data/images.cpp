// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/images/image_file.h"

#include <algorithm>
#include <optional>

#include "core/data/byte_source.h"
#include "core/data/data_format.h"
#include "core/data/data_path.h"
#include "core/data/images/image_folder.h"
#include "core/data/summary.h"
#include "core/memory/memory_limit.h"

namespace ligature {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t largestImageFile = std::uint64_t{1} << 30;

struct ImageChoices {
    std::string colours;
    std::int64_t width = 0; ///< 0: as they are
    std::int64_t height = 0;
};

Result<std::string> imageBytes(const fs::path& file, const LoadContext& context)
{
    const auto opened = openDataFile(file.string(), context);
    return opened ? readAll(*opened->source, largestImageFile, file.string()) : tl::unexpected(opened.error());
}

std::string sizeText(std::int64_t width, std::int64_t height)
{
    return std::to_string(width) + " × " + std::to_string(height);
}

/// What all pictures become.
struct ImageSize {
    std::int64_t width = 0;
    std::int64_t height = 0;
    bool in_colour = false;
    std::size_t with_alpha = 0;
};

/// Reads every header before memory is taken for any picture.
Result<ImageSize> agreeOnSize(const ImageFolder& folder, const ImageChoices& choices, const LoadContext& context)
{
    ImageSize size{choices.width, choices.height, choices.colours == "rgb"};
    for (const ListedImage& image : folder.images) {
        const auto bytes = imageBytes(image.file, context);
        if (!bytes)
            return tl::unexpected(bytes.error());
        const auto header = readImageHeader(*bytes, image.file.string());
        if (!header)
            return tl::unexpected(header.error());
        size.in_colour = size.in_colour || (choices.colours == "auto" && header->is_colour);
        size.with_alpha += header->has_alpha ? 1 : 0;
        if (choices.width > 0)
            continue;
        if (size.width == 0) {
            size.width = header->width;
            size.height = header->height;
        }
        if (header->width != size.width || header->height != size.height)
            return fail(image.file.string(),
                        "it is " + sizeText(header->width, header->height) + ", and " +
                            folder.images.front().file.string() + " is " + sizeText(size.width, size.height),
                        "choose a width and a height that all are made to");
    }
    return size;
}

/// A sample is (height, width) of grey levels, or (3, height, width).
Result<Dataset> readImages(const ImageFolder& folder, std::size_t count, const ImageSize& size,
                           const LoadContext& context)
{
    Dataset dataset;
    dataset.sample_count = static_cast<std::int64_t>(count);
    dataset.feature_shape = size.in_colour ? Shape{3, size.height, size.width} : Shape{size.height, size.width};
    const auto pixels = static_cast<std::size_t>(size.width * size.height);
    const std::size_t channels = size.in_colour ? 3 : 1;
    const Shape all{dataset.sample_count, dataset.feature_shape.elementCount(), std::int64_t{sizeof(float)}};
    if (const auto fits = checkMemory(static_cast<std::uint64_t>(all.elementCount()), "the pictures",
                                      "choose a smaller width and height, or fewer pictures");
        !fits)
        return tl::unexpected(fits.error());
    dataset.features = AlignedArray<float>(count * pixels * channels);
    float* to = dataset.features.data();
    for (std::size_t i = 0; i < count; ++i) {
        const fs::path& file = folder.images[i].file;
        const auto bytes = imageBytes(file, context);
        if (!bytes)
            return tl::unexpected(bytes.error());
        auto image = decodeImage(*bytes, size.in_colour, file.string());
        if (!image)
            return tl::unexpected(image.error());
        if (image->width != size.width || image->height != size.height)
            *image = resized(*image, size.width, size.height);
        for (std::size_t channel = 0; channel < channels; ++channel) {
            for (std::size_t pixel = 0; pixel < pixels; ++pixel)
                *to++ = static_cast<float>(image->levels[pixel * channels + channel]);
        }
    }
    if (folder.classes.empty())
        return dataset;
    dataset.target_kind = TargetKind::Class;
    dataset.target_names = {"class"};
    dataset.class_names = folder.classes;
    dataset.targets = AlignedArray<float>(count);
    for (std::size_t i = 0; i < count; ++i)
        dataset.targets[i] = static_cast<float>(folder.images[i].class_index);
    return dataset;
}

class ImagesFormat final : public DataFormat {
public:
    std::string name() const override { return "images"; }
    std::string title() const override { return "Folder of images"; }
    std::string help() const override
    {
        return "A folder that has a folder of PNG or JPEG files for each class, named like it. Levels are from 0 to "
               "255; transparency is left out.";
    }

    std::vector<AttributeSpec> options() const override
    {
        return {{.name = "path",
                 .label = "Folder",
                 .kind = AttributeKind::Path,
                 .default_value = std::string(),
                 .help = "The folder that holds the classes' folders."},
                {.name = "classes",
                 .label = "Classes",
                 .kind = AttributeKind::Choice,
                 .default_value = std::string("folders"),
                 .help = "Whether each folder is a class, or all pictures are of one kind and have no targets.",
                 .choices = {{"folders", "One a folder"}, {"none", "None"}}},
                {.name = "colours",
                 .label = "Colours",
                 .kind = AttributeKind::Choice,
                 .default_value = std::string("auto"),
                 .help = "By itself: red, green and blue where any of the pictures has colours.",
                 .choices = {{"auto", "Detect"}, {"grey", "Grey"}, {"rgb", "Red, green, blue"}}},
                side("width", "Width",
                     "What each picture is made to, with the height; 0 for as they are, where all are of one size."),
                side("height", "Height", "What each picture is made to, with the width.")};
    }

    bool matches(const fs::path& file) const override
    {
        std::error_code error;
        return hasImageName(file) || fs::is_directory(file, error);
    }
    /// Of a picture, as a dialog gives it, the folder that its class's folder lies in.
    Attributes optionsFor(const fs::path& file) const override
    {
        return {{"path", (hasImageName(file) ? file.parent_path().parent_path() : file).string()}};
    }
    std::string fileFilter() const override { return "Images (*.png *.jpg *.jpeg)"; }

    Result<Dataset> load(const Attributes& options, const LoadContext& context) const override
    {
        return read(options, context, {});
    }

    Result<DataPreview> preview(const Attributes& options, const fs::path& base, int rows) const override
    {
        std::size_t count = 0;
        auto dataset = read(options, base, static_cast<std::size_t>(std::max(rows, 1)), &count);
        if (!dataset)
            return tl::unexpected(dataset.error());
        DataPreview preview = previewOf(*dataset, rows);
        dataset->sample_count = static_cast<std::int64_t>(count);
        preview.note = summary(*dataset);
        preview.classes.clear(); // Of the first pictures alone they would mislead.
        return preview;
    }

private:
    static AttributeSpec side(std::string name, std::string label, std::string help)
    {
        return {.name = std::move(name),
                .label = std::move(label),
                .kind = AttributeKind::Integer,
                .default_value = std::int64_t{0},
                .minimum = 0,
                .maximum = 4096,
                .unit = "pixels",
                .help = std::move(help)};
    }

    /// @param most how many are decoded; nothing: all
    /// @param all how many there are
    static Result<Dataset> read(const Attributes& options, const LoadContext& context, std::optional<std::size_t> most,
                                std::size_t* all = nullptr)
    {
        const auto& path = options.get<std::string>("path");
        const ImageChoices choices{options.get<std::string>("colours"), options.get<std::int64_t>("width"),
                                   options.get<std::int64_t>("height")};
        if ((choices.width > 0) != (choices.height > 0))
            return fail(path, "a width and a height belong together", "choose both, or 0 for both");
        const auto folder = listImages(path, context, options.get<std::string>("classes") == "folders");
        if (!folder)
            return tl::unexpected(folder.error());
        const auto size = agreeOnSize(*folder, choices, context);
        if (!size)
            return tl::unexpected(size.error());
        if (all != nullptr)
            *all = folder->images.size();
        auto dataset =
            readImages(*folder, std::min(most.value_or(folder->images.size()), folder->images.size()), *size, context);
        if (!dataset)
            return dataset;
        dataset->name = fs::path(path).filename().empty() ? fs::path(path).parent_path().filename().string()
                                                          : fs::path(path).filename().string();
        if (size->with_alpha > 0)
            dataset->remarks.push_back("the transparency of " + std::to_string(size->with_alpha) +
                                       (size->with_alpha == 1 ? " picture is left out" : " pictures is left out"));
        return dataset;
    }
};

} // namespace

const DataFormat& imagesFormat()
{
    static const ImagesFormat format;
    return format;
}

} // namespace ligature
