// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/write_export.h"

#include <algorithm>
#include <ranges>
#include <set>
#include <string_view>
#include <system_error>

#include "core/files/atomic_file.h"

namespace ligature {

namespace {

Result<void> makeFolder(const std::filesystem::path& folder)
{
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error)
        return fail(folder.string(), "the folder cannot be made: " + error.message(), "choose another place");
    return {};
}

/// "model.safetensors" as the name of code would be that of its weights, too, and one of them would be gone.
Result<void> checkNames(const Exporter& exporter, const std::vector<ExportedFile>& files,
                        const std::filesystem::path& path)
{
    std::set<std::string_view> names;
    for (const ExportedFile& file : files) {
        if (!names.insert(file.name).second)
            return fail(path.string(), "two files of this export would have the name " + file.name,
                        "give it another name, such as model" + exporter.extension());
    }
    return {};
}

/// A folder that has some of the files and not the others is no earlier export: they are somebody's own.
Result<void> checkFolder(const std::vector<ExportedFile>& files, const std::filesystem::path& folder)
{
    std::error_code ignored;
    const auto is_there = [&](const ExportedFile& file) {
        return std::filesystem::exists(folder / file.name, ignored);
    };
    const auto present = std::ranges::find_if(files, is_there);
    if (present == files.end() || std::ranges::all_of(files, is_there))
        return {};
    return fail(folder.string(), "the folder has a " + present->name + " of something else",
                "choose a folder that is new or empty, or one that was exported to before");
}

} // namespace

Result<std::vector<std::filesystem::path>> writeExport(const Exporter& exporter, const ExportRequest& request,
                                                       const std::filesystem::path& path)
{
    const std::string file_name = path.filename().string();
    const Result<std::vector<ExportedFile>> files = exporter.write(request, file_name);
    if (!files)
        return tl::unexpected<Error>(files.error());
    if (const auto distinct = checkNames(exporter, *files, path); !distinct)
        return tl::unexpected<Error>(distinct.error());
    const bool is_folder = exporter.isFolder(file_name);
    const std::filesystem::path folder = is_folder ? path : path.parent_path();
    if (const auto own = is_folder ? checkFolder(*files, folder) : Result<void>(); !own)
        return tl::unexpected<Error>(own.error());
    std::vector<std::filesystem::path> written;
    for (const ExportedFile& file : *files | std::views::reverse) {
        const std::filesystem::path target = folder / file.name;
        if (is_folder) {
            if (const auto made = makeFolder(target.parent_path()); !made)
                return tl::unexpected<Error>(made.error());
        }
        if (const auto done = writeFileAtomically(target, file.bytes); !done)
            return tl::unexpected<Error>(done.error());
        written.insert(written.begin(), target);
    }
    return written;
}

} // namespace ligature
