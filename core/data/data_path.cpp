// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/data_path.h"

#include <algorithm>

namespace ligature {

namespace {

namespace fs = std::filesystem;

std::string lowerCase(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

bool isFashionFolder(const fs::path& folder)
{
    std::string name = lowerCase(folder.string());
    std::erase_if(name, [](char c) { return c == '-' || c == '_'; });
    return name == "fashionmnist";
}

/// A source that a stop ends.
class StoppableSource final : public ByteSource {
public:
    StoppableSource(std::unique_ptr<ByteSource> source, std::stop_token stop, std::string where)
        : m_source(std::move(source)), m_stop(std::move(stop)), m_where(std::move(where))
    {
    }
    Result<std::size_t> read(std::span<char> into) override
    {
        if (m_stop.stop_requested())
            return fail(m_where, "its reading was stopped", {}, ErrorKind::Work);
        return m_source->read(into);
    }

private:
    std::unique_ptr<ByteSource> m_source;
    std::stop_token m_stop;
    std::string m_where;
};

} // namespace

fs::path nameWithoutGzip(const fs::path& file)
{
    const fs::path name = lowerCase(file.filename().string());
    return name.extension() == ".gz" ? name.stem() : name;
}

bool isFashionMnist(const fs::path& file)
{
    const std::string name = nameWithoutGzip(file).string();
    const bool known = (name.starts_with("train-") || name.starts_with("t10k-")) && name.ends_with("ubyte");
    const fs::path folders = file.parent_path();
    return known && std::any_of(folders.begin(), folders.end(), isFashionFolder);
}

Result<OpenFile> openDataFile(const std::string& path, const LoadContext& context)
{
    if (path.empty())
        return fail("data", "no file is chosen", "choose one");
    const fs::path file = context.base / path; // an absolute path stays as it is
    auto opened = openFile(file, path);
    std::error_code error;
    if (!opened && isFashionMnist(file) && !fs::exists(file, error)) {
        Error missing = opened.error();
        missing.mend = "install Debian's package dataset-fashion-mnist, which puts the files into "
                       "/usr/share/datasets/fashion-mnist, or choose where they are";
        return tl::unexpected(missing);
    }
    if (opened && context.stop.stop_possible())
        opened->source = std::make_unique<StoppableSource>(std::move(opened->source), context.stop, path);
    return opened;
}

Result<std::string> readDataFile(const std::string& path, const LoadContext& context, std::uint64_t limit)
{
    const auto file = openDataFile(path, context);
    return file ? readAll(*file->source, limit, path) : tl::unexpected(file.error());
}

} // namespace ligature
