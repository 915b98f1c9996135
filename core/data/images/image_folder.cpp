// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/images/image_folder.h"

#include <algorithm>
#include <array>
#include <system_error>

#include "core/data/csv/text.h"

namespace ligature {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t mostImages = 10'000'000;

bool isHidden(const fs::path& path)
{
    return path.filename().string().starts_with('.');
}

/// What a folder holds, sorted by its bytes, without what is hidden.
Result<std::vector<fs::path>> contentsOf(const fs::path& folder, const std::string& where)
{
    std::vector<fs::path> found;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), last; !error && entry != last; entry.increment(error)) {
        if (!isHidden(entry->path()))
            found.push_back(entry->path());
    }
    if (error)
        return fail(where, "the folder cannot be read: " + error.message(),
                    "choose another one, or mend the permissions");
    std::ranges::sort(found, {}, [](const fs::path& path) { return path.string(); });
    return found;
}

Result<std::vector<fs::path>> imagesIn(const fs::path& folder, const std::string& where, const LoadContext& context,
                                       int depth)
{
    constexpr int deepest = 32; // Links may lead in circles.
    const auto contents = contentsOf(folder, where);
    if (!contents)
        return contents;
    std::vector<fs::path> images;
    for (const fs::path& path : *contents) {
        if (context.stop.stop_requested())
            return fail(where, "its reading was stopped", {}, ErrorKind::Work);
        std::error_code error;
        if (fs::is_directory(path, error)) {
            if (depth >= deepest)
                return fail(where + "/" + path.filename().string(), "it lies too deep in folders", "move it up");
            auto below = imagesIn(path, where + "/" + path.filename().string(), context, depth + 1);
            if (!below)
                return below;
            std::ranges::move(*below, std::back_inserter(images));
        } else if (hasImageName(path)) {
            images.push_back(fs::path(where) / path.filename());
        }
        if (images.size() > mostImages)
            return fail(where, "it has more than 10,000,000 pictures", "take fewer");
    }
    return images;
}

} // namespace

bool hasImageName(const fs::path& file)
{
    std::string ending = file.extension().string();
    std::ranges::transform(ending, ending.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    constexpr std::array<std::string_view, 3> endings = {".png", ".jpg", ".jpeg"};
    return std::ranges::find(endings, ending) != endings.end();
}

Result<ImageFolder> listImages(const std::string& path, const LoadContext& context, bool with_classes)
{
    if (path.empty())
        return fail("data", "no folder is chosen", "choose one");
    const fs::path folder = context.base / path;
    std::error_code error;
    if (!fs::is_directory(folder, error))
        return fail(path, fs::exists(folder, error) ? "it is no folder" : "there is no such folder",
                    "choose the folder that has a folder of pictures for each class");
    ImageFolder found;
    if (!with_classes) {
        const auto images = imagesIn(folder, path, context, 0);
        if (!images)
            return tl::unexpected(images.error());
        for (const fs::path& image : *images)
            found.images.push_back({image, 0});
        if (images->empty())
            return fail(path, "there are no pictures in it", "choose a folder with PNG or JPEG files");
        return found;
    }
    const auto contents = contentsOf(folder, path);
    if (!contents)
        return tl::unexpected(contents.error());
    for (const fs::path& below : *contents) {
        if (!fs::is_directory(below, error))
            continue;
        const std::string name = below.filename().string();
        const auto images = imagesIn(below, path + "/" + name, context, 1);
        if (!images)
            return tl::unexpected(images.error());
        if (images->empty())
            return fail(path + "/" + name, "there are no pictures in this class's folder",
                        "put PNG or JPEG files into it, or take the folder away");
        for (const fs::path& image : *images)
            found.images.push_back({image, found.classes.size()});
        found.classes.push_back(name);
    }
    if (found.classes.empty())
        return fail(path, "there is no folder of a class in it",
                    "put the pictures of each class into a folder of its name, or choose classes=none");
    if (found.classes.size() == 1)
        return fail(path, "there is one class only, " + quotedCell(found.classes.front()),
                    "choose the folder that it lies in, or classes=none for pictures without classes");
    return found;
}

} // namespace ligature
