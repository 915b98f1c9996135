// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/files/writable_folder.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "core/files/file_descriptor.h"

namespace ligature {

Result<void> checkWritableFolder(const std::filesystem::path& folder)
{
    std::string probe = folder / ".ligature-XXXXXX";
    const FileDescriptor file(::mkstemp(probe.data()));
    if (!file.isOpen()) {
        const bool is_missing = errno == ENOENT;
        return fail(folder.string(), std::string("nothing can be written to this folder: ") + std::strerror(errno),
                    is_missing ? "make it first, or choose another one"
                               : "choose another one, or mend its permissions");
    }
    ::unlink(probe.c_str());
    return {};
}

} // namespace ligature
