// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/images/image_file.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "core/data/byte_source.h"
#include "core/data/csv/text.h"
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

/// Most headers stand in the first bytes; some have pictures of their own before them.
Result<ImageHeader> headerOf(const fs::path& file, const LoadContext& context)
{
    constexpr std::size_t usual = std::size_t{1} << 16;
    const auto opened = openDataFile(file.string(), context);
    if (!opened)
        return tl::unexpected(opened.error());
    auto bytes = readFirst(*opened->source, usual);
    if (!bytes)
        return tl::unexpected(bytes.error());
    auto header = readImageHeader(*bytes, file.string());
    if (header || bytes->size() < usual)
        return header;
    const auto rest = readAll(*opened->source, largestImageFile, file.string());
    return rest ? readImageHeader(*bytes + *rest, file.string()) : tl::unexpected(rest.error());
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
    std::size_t deep = 0;
};

/// Reads the headers before memory is taken for any picture.
Result<ImageSize> agreeOnSize(const std::vector<ListedImage>& images, const ImageChoices& choices,
                              const LoadContext& context)
{
    ImageSize size{choices.width, choices.height, choices.colours == "rgb"};
    for (const ListedImage& image : images) {
        const auto header = headerOf(image.file, context);
        if (!header)
            return tl::unexpected(header.error());
        size.in_colour = size.in_colour || (choices.colours == "auto" && header->is_colour);
        size.with_alpha += header->has_alpha ? 1 : 0;
        size.deep += header->is_deep ? 1 : 0;
        if (choices.width > 0)
            continue;
        if (size.width == 0) {
            size.width = header->width;
            size.height = header->height;
        }
        if (header->width != size.width || header->height != size.height)
            return fail(image.file.string(),
                        "it is " + sizeText(header->width, header->height) + ", and " + images.front().file.string() +
                            " is " + sizeText(size.width, size.height),
                        "choose a width and a height that all are made to");
    }
    return size;
}

/// "the transparency of 3 pictures is left out".
std::string ofPictures(const std::string& what, std::size_t count, const std::string& done)
{
    return what + " of " + countText(count, "picture is", "pictures is") + " " + done;
}

std::vector<std::string> remarksOn(const ImageFolder& folder, const ImageSize& size)
{
    std::vector<std::string> remarks;
    if (size.with_alpha > 0)
        remarks.push_back(ofPictures("the transparency", size.with_alpha, "left out"));
    if (size.deep > 0)
        remarks.push_back(ofPictures("the lower half of the 16 bits a level", size.deep, "left out"));
    if (folder.left_out > 0)
        remarks.push_back(countText(folder.left_out, "file is", "files are") + " left out that " +
                          (folder.left_out == 1 ? "is" : "are") + " no PNG or JPEG of a class by name and place: " +
                          quotedCell(folder.first_left_out) + (folder.left_out == 1 ? "" : " and others"));
    return remarks;
}

/// The first pictures, of each class in turn.
std::vector<ListedImage> firstOfEach(const ImageFolder& folder, std::size_t most)
{
    std::vector<std::vector<const ListedImage*>> of_class(std::max<std::size_t>(1, folder.classes.size()));
    for (const ListedImage& image : folder.images) {
        if (of_class[image.class_index].size() < most)
            of_class[image.class_index].push_back(&image);
    }
    std::vector<ListedImage> first;
    for (std::size_t round = 0; round < most; ++round) {
        for (const auto& images : of_class) {
            if (round < images.size() && first.size() < most)
                first.push_back(*images[round]);
        }
    }
    return first;
}

/// As many of them as are looked at in no time, from all places.
std::vector<ListedImage> spread(const std::vector<ListedImage>& images)
{
    constexpr std::size_t most = 500;
    std::vector<ListedImage> some;
    for (std::size_t i = 0; i < images.size(); i += images.size() / most + 1)
        some.push_back(images[i]);
    return some;
}

/// A sample is (height, width) of grey levels, or (3, height, width).
Result<Dataset> readImages(const std::vector<ListedImage>& images, const std::vector<std::string>& classes,
                           const ImageSize& size, const LoadContext& context)
{
    Dataset dataset;
    const std::size_t count = images.size();
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
    for (const ListedImage& listed : images) {
        const auto bytes = readDataFile(listed.file.string(), context, largestImageFile);
        if (!bytes)
            return tl::unexpected(bytes.error());
        auto image = decodeImage(*bytes, size.in_colour, listed.file.string());
        if (!image)
            return tl::unexpected(image.error());
        if (image->width != size.width || image->height != size.height)
            *image = resized(*image, size.width, size.height);
        for (std::size_t channel = 0; channel < channels; ++channel) {
            for (std::size_t pixel = 0; pixel < pixels; ++pixel)
                *to++ = static_cast<float>(image->levels[pixel * channels + channel]);
        }
        dataset.sample_names.push_back(listed.name);
    }
    if (classes.empty())
        return dataset;
    dataset.target_kind = TargetKind::Class;
    dataset.target_names = {"class"};
    dataset.class_names = classes;
    dataset.targets = AlignedArray<float>(count);
    for (std::size_t i = 0; i < count; ++i)
        dataset.targets[i] = static_cast<float>(images[i].class_index);
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
                 .help = "The folder that holds the classes' folders.",
                 .is_folder = true},
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

    Attributes withoutTargets(const Attributes& options) const override
    {
        Attributes changed = options;
        changed.set("classes", std::string("none"));
        return changed;
    }

    Result<Dataset> load(const Attributes& options, const LoadContext& context) const override
    {
        const auto folder = list(options, context);
        if (!folder)
            return tl::unexpected(folder.error());
        const auto size = agreeOnSize(folder->images, choicesOf(options), context);
        if (!size)
            return tl::unexpected(size.error());
        auto dataset = readImages(folder->images, folder->classes, *size, context);
        if (!dataset)
            return dataset;
        const fs::path path(options.get<std::string>("path"));
        dataset->name = (path.filename().empty() ? path.parent_path() : path).filename().string();
        dataset->remarks = remarksOn(*folder, *size);
        return dataset;
    }

    /// Of many pictures not all are looked at for their sizes and colours.
    Result<DataPreview> preview(const Attributes& options, const LoadContext& context, int rows) const override
    {
        const auto folder = list(options, context);
        if (!folder)
            return tl::unexpected(folder.error());
        const auto size = agreeOnSize(spread(folder->images), choicesOf(options), context);
        if (!size)
            return tl::unexpected(size.error());
        auto dataset = readImages(firstOfEach(*folder, static_cast<std::size_t>(std::max(rows, 1))), folder->classes,
                                  *size, context);
        if (!dataset)
            return tl::unexpected(dataset.error());
        DataPreview preview = previewOf(*dataset, rows);
        dataset->sample_count = std::ssize(folder->images);
        preview.note = summary(*dataset);
        for (const std::string& remark : remarksOn(*folder, {}))
            preview.note += "; " + remark;
        preview.classes.clear();
        for (const std::string& name : folder->classes)
            preview.classes.push_back({name, 0});
        for (std::size_t i = 0; !preview.classes.empty() && i < folder->images.size(); ++i)
            ++preview.classes[folder->images[i].class_index].count;
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

    static ImageChoices choicesOf(const Attributes& options)
    {
        return {options.get<std::string>("colours"), options.get<std::int64_t>("width"),
                options.get<std::int64_t>("height")};
    }

    static Result<ImageFolder> list(const Attributes& options, const LoadContext& context)
    {
        const auto& path = options.get<std::string>("path");
        const ImageChoices choices = choicesOf(options);
        if ((choices.width > 0) != (choices.height > 0))
            return fail(path, "a width and a height belong together", "choose both, or 0 for both");
        return listImages(path, context, options.get<std::string>("classes") == "folders");
    }
};

} // namespace

const DataFormat& imagesFormat()
{
    static const ImagesFormat format;
    return format;
}

} // namespace ligature
