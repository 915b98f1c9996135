// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/write_export.h"

#include <algorithm>
#include <ranges>
#include <set>
#include <string_view>
#include <system_error>

#include "core/files/atomic_file.h"
#include "core/files/replacement.h"

namespace ligature {

namespace {

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

/// The files that belong together beside others: all or none.
Result<void> replaceFiles(const std::vector<ExportedFile>& files, const std::filesystem::path& folder)
{
    Replacement replacement(folder);
    // What is needed by the first is there when it is.
    for (const ExportedFile& file : files | std::views::reverse) {
        if (const auto written = replacement.write(folder / file.name, file.bytes); !written)
            return written;
    }
    return replacement.commit();
}

Result<void> replaceFolder(const std::vector<ExportedFile>& files, const std::filesystem::path& folder)
{
    Replacement replacement(folder);
    std::vector<std::string> names;
    const Result<std::filesystem::path> staged = replacement.stageFolder(folder);
    if (!staged)
        return tl::unexpected<Error>(staged.error());
    for (const ExportedFile& file : files) {
        names.push_back(file.name);
        if (const auto written = writeNewFile(*staged / file.name, file.bytes, folder / file.name); !written)
            return written;
    }
    return replacement.switchFolder(names).and_then([&] { return replacement.commit(); });
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
    if (const auto written = is_folder ? replaceFolder(*files, folder) : replaceFiles(*files, folder); !written)
        return tl::unexpected<Error>(written.error());
    std::vector<std::filesystem::path> paths;
    for (const ExportedFile& file : *files)
        paths.push_back(folder / file.name);
    return paths;
}

} // namespace ligature
