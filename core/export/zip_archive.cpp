// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/zip_archive.h"

#include <memory>

#include <zip.h>

namespace ligature {

namespace {

tl::unexpected<Error> failedZip(const std::string& message)
{
    return fail("zip archive", "cannot be made (" + message + ")", "close other programs, if memory is short",
                ErrorKind::Work);
}

/// libzip's error, which has to be cleared.
class ZipError {
public:
    ZipError() { zip_error_init(&m_error); }
    ~ZipError() { zip_error_fini(&m_error); }
    ZipError(const ZipError&) = delete;
    ZipError& operator=(const ZipError&) = delete;
    zip_error_t* get() { return &m_error; }
    [[nodiscard]] std::string text() { return zip_error_strerror(&m_error); }

private:
    zip_error_t m_error = {};
};

using Source = std::unique_ptr<zip_source_t, decltype(&zip_source_free)>;
using Archive = std::unique_ptr<zip_t, decltype(&zip_discard)>;

bool addEntry(zip_t* archive, const ZipEntry& entry)
{
    constexpr zip_uint16_t firstDay = 1 << 5 | 1; // 1980-01-01, where the dates of DOS begin
    Source source(zip_source_buffer(archive, entry.bytes.data(), entry.bytes.size(), 0), &zip_source_free);
    if (!source)
        return false;
    const zip_int64_t index = zip_file_add(archive, entry.name.c_str(), source.get(), ZIP_FL_ENC_UTF_8);
    if (index < 0)
        return false;
    source.release(); // NOLINT(bugprone-unused-return-value): the archive owns it now
    const auto place = static_cast<zip_uint64_t>(index);
    return zip_set_file_compression(archive, place, ZIP_CM_STORE, 0) == 0 &&
           zip_file_set_dostime(archive, place, 0, firstDay, 0) == 0;
}

Result<std::string> readSource(zip_source_t* source)
{
    zip_stat_t status;
    zip_stat_init(&status);
    if (zip_source_stat(source, &status) != 0 || zip_source_open(source) != 0)
        return failedZip(zip_error_strerror(zip_source_error(source)));
    std::string bytes(status.size, '\0');
    const zip_int64_t count = zip_source_read(source, bytes.data(), bytes.size());
    zip_source_close(source);
    if (count != static_cast<zip_int64_t>(bytes.size()))
        return failedZip("its bytes could not be read back");
    return bytes;
}

} // namespace

Result<std::string> encodeZip(const std::vector<ZipEntry>& entries)
{
    ZipError error;
    const Source target(zip_source_buffer_create(nullptr, 0, 0, error.get()), &zip_source_free);
    if (!target)
        return failedZip(error.text());
    Archive archive(zip_open_from_source(target.get(), ZIP_TRUNCATE, error.get()), &zip_discard);
    if (!archive)
        return failedZip(error.text());
    zip_source_keep(target.get()); // the archive has taken one reference, and lets it go when it is closed
    for (const ZipEntry& entry : entries) {
        if (!addEntry(archive.get(), entry))
            return failedZip(zip_strerror(archive.get()));
    }
    if (zip_close(archive.get()) != 0)
        return failedZip(zip_strerror(archive.get()));
    archive.release(); // NOLINT(bugprone-unused-return-value): closed
    return readSource(target.get());
}

} // namespace ligature
