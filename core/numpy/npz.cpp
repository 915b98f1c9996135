// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/numpy/npz.h"

#include <array>
#include <set>
#include <utility>

#include <zip.h>

namespace ligature {

namespace {

using Source = std::unique_ptr<zip_source_t, decltype(&zip_source_free)>;
using Archive = std::unique_ptr<zip_t, decltype(&zip_discard)>;
using Entry = std::unique_ptr<zip_file_t, decltype(&zip_fclose)>;

constexpr zip_int64_t mostEntries = 100'000;
/// A packed file of this many bytes may become at most this much larger: NumPy's weights hardly get smaller at all.
constexpr std::size_t largestGrowth = 64;

Result<std::string> entryBytes(zip_t* archive, zip_uint64_t place, std::size_t limit, const std::string& where)
{
    const Entry entry(zip_fopen_index(archive, place, 0), &zip_fclose);
    if (!entry)
        return fail(where, "it cannot be unpacked", "save it with numpy.savez");
    std::string bytes;
    std::array<char, 1 << 16> part;
    while (true) {
        const zip_int64_t count = zip_fread(entry.get(), part.data(), part.size());
        if (count < 0)
            return fail(where, "it is damaged", "save it again");
        if (count == 0)
            return bytes;
        bytes.append(part.data(), static_cast<std::size_t>(count));
        if (bytes.size() > limit)
            return fail(where, "it unpacks to far more than the file holds", "save it with numpy.savez");
    }
}

} // namespace

struct NpzArchive::Handle {
    Archive archive;
};

NpzArchive::NpzArchive(std::unique_ptr<Handle> handle, std::string where)
    : m_handle(std::move(handle)), m_where(std::move(where))
{
}
NpzArchive::NpzArchive(NpzArchive&&) noexcept = default;
NpzArchive& NpzArchive::operator=(NpzArchive&&) noexcept = default;
NpzArchive::~NpzArchive() = default;

std::string NpzArchive::Entry::arrayName() const
{
    return name.ends_with(".npy") ? name.substr(0, name.size() - 4) : name;
}

Result<NpzArchive> NpzArchive::open(std::string_view bytes, const std::string& where)
{
    const auto no_archive = [&](const std::string& why) {
        return fail(where, "it is no npz archive, or it is damaged" + (why.empty() ? "" : " (" + why + ")"),
                    "save it again with numpy.savez");
    };
    if (bytes.starts_with(npyMagic))
        return fail(where, "it is a single array, as numpy.save writes it", "save it with numpy.savez, under its name");
    if (!bytes.starts_with("PK"))
        return no_archive({}); // Nothing at all would be an empty one.
    zip_error_t error;
    zip_error_init(&error);
    Source source(zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error), &zip_source_free);
    zip_error_fini(&error);
    if (!source)
        return no_archive({});
    zip_error_init(&error);
    Archive archive(zip_open_from_source(source.get(), ZIP_RDONLY | ZIP_CHECKCONS, &error), &zip_discard);
    const std::string why = archive ? std::string() : zip_error_strerror(&error);
    zip_error_fini(&error);
    if (!archive)
        return no_archive(why);
    source.release(); // NOLINT(bugprone-unused-return-value): the archive owns it now
    const zip_int64_t count = zip_get_num_entries(archive.get(), 0);
    if (count > mostEntries)
        return fail(where, "it has " + std::to_string(count) + " entries", "save only the arrays that are needed");
    NpzArchive opened(std::make_unique<Handle>(Handle{std::move(archive)}), where);
    for (zip_uint64_t place = 0; place < static_cast<zip_uint64_t>(count); ++place) {
        const char* const name = zip_get_name(opened.m_handle->archive.get(), place, ZIP_FL_ENC_GUESS);
        if (name == nullptr)
            return no_archive({});
        const std::string_view entry = name;
        if (entry.ends_with("/data.pkl"))
            return fail(where, "it is an archive of torch.save, whose values only Python can read",
                        "save them with safetensors.torch.save_file");
        if (!entry.ends_with('/')) // A folder.
            opened.m_entries.push_back({name, place});
    }
    return opened;
}

Result<std::string> NpzArchive::read(const Entry& entry, std::size_t limit) const
{
    return entryBytes(m_handle->archive.get(), entry.place, limit, m_where + ", " + entry.name);
}

Result<std::vector<NamedTensor>> decodeNpz(std::string_view bytes, const std::string& where)
{
    const Result<NpzArchive> archive = NpzArchive::open(bytes, where);
    if (!archive)
        return tl::unexpected(archive.error());
    std::size_t room = bytes.size() * largestGrowth;
    std::vector<NamedTensor> tensors;
    std::set<std::string> names;
    for (const NpzArchive::Entry& entry : archive->entries()) {
        const std::string called = where + ", " + entry.name;
        const Result<std::string> unpacked = archive->read(entry, room);
        if (!unpacked)
            return tl::unexpected(unpacked.error());
        room -= unpacked->size();
        const bool is_array = entry.name.ends_with(".npy") || unpacked->starts_with(npyMagic);
        if (!is_array || isTextNpy(*unpacked))
            continue; // What is no array of numbers is nothing that NumPy would load as one.
        Result<NamedTensor> tensor = decodeNpy(*unpacked, called);
        if (!tensor)
            return tl::unexpected(tensor.error());
        tensor->name = entry.arrayName();
        if (!names.insert(tensor->name).second)
            return fail(called, "it is there twice", "save it again");
        tensors.push_back(std::move(*tensor));
    }
    return tensors;
}

} // namespace ligature
