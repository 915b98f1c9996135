// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/images/image_folder.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <system_error>
#include <utility>

#include "core/data/csv/text.h"
#include "core/text/utf8.h"

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

/// Walks through a folder and what lies below it.
class Walk {
public:
    /// @param folder the root itself, which is taken for one that all lie in where it is not walked through
    Walk(std::string root, const fs::path& folder, const LoadContext& context, ImageFolder& found, bool with_classes)
        : m_root(std::move(root)), m_context(context), m_found(found)
    {
        std::error_code error;
        if (with_classes)
            m_inside.push_back(fs::canonical(folder, error));
    }

    /// @param below the folder behind the root: "cat", or empty
    Result<void> take(const fs::path& folder, const std::string& below, std::size_t class_index)
    {
        const std::string where = below.empty() ? m_root : m_root + "/" + below;
        if (m_context.stop.stop_requested())
            return fail(where, "its reading was stopped", {}, ErrorKind::Work);
        if (++m_folders > mostFolders)
            return fail(where, "there are more than 1,000,000 folders up to here", "take fewer, or fewer links");
        std::error_code error;
        const fs::path real = fs::canonical(folder, error);
        if (!error && std::ranges::find(m_inside, real) != m_inside.end())
            return fail(where, "it is a link that leads back to a folder which it lies in", "take the link away");
        const auto contents = contentsOf(folder, where);
        if (!contents)
            return tl::unexpected(contents.error());
        m_inside.push_back(real);
        for (const fs::path& path : *contents) {
            const std::string name = below.empty() ? path.filename().string() : below + "/" + path.filename().string();
            if (fs::is_directory(path, error)) {
                if (const auto walked = take(path, name, class_index); !walked)
                    return walked;
            } else if (hasImageName(path)) {
                m_found.images.push_back({fs::path(m_root) / name, name, class_index});
            } else {
                leaveOut(name);
            }
            if (m_found.images.size() > mostImages)
                return fail(where, "there are more than 10,000,000 pictures up to here", "take fewer");
        }
        m_inside.pop_back();
        return {};
    }

    void leaveOut(const std::string& name)
    {
        if (m_found.left_out++ == 0)
            m_found.first_left_out = name;
    }

private:
    static constexpr std::size_t mostFolders = 1'000'000;
    std::string m_root;
    const LoadContext& m_context;
    ImageFolder& m_found;
    std::vector<fs::path> m_inside; ///< without links
    std::size_t m_folders = 0;
};

bool isUtf8(std::string_view text)
{
    while (!text.empty()) {
        const std::size_t length = utf8Length(text);
        if (length == 0)
            return false;
        text.remove_prefix(length);
    }
    return true;
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
    Walk walk(path, folder, context, found, with_classes);
    if (!with_classes) {
        if (const auto walked = walk.take(folder, {}, 0); !walked)
            return tl::unexpected(walked.error());
        if (found.images.empty())
            return fail(path, "there are no pictures in it", "choose a folder with PNG or JPEG files");
        return found;
    }
    const auto contents = contentsOf(folder, path);
    if (!contents)
        return tl::unexpected(contents.error());
    for (const fs::path& below : *contents) {
        const std::string name = below.filename().string();
        if (!fs::is_directory(below, error)) {
            walk.leaveOut(name);
            continue;
        }
        const std::string where = path + "/" + name;
        if (!isUtf8(name))
            return fail(where, "the class's name is not UTF-8", "give the folder a name in it");
        const std::size_t before = found.images.size();
        if (const auto walked = walk.take(below, name, found.classes.size()); !walked)
            return tl::unexpected(walked.error());
        if (found.images.size() == before)
            return fail(where, "there are no pictures in this class's folder",
                        "put PNG or JPEG files into it, or take the folder away");
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
