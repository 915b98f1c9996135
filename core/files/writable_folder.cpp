// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/files/writable_folder.h"

#include <cerrno>
#include <cstring>

#include "core/files/failed_write.h"
#include "core/files/temporary_file.h"

namespace ligature {

Result<void> checkWritableFolder(const std::filesystem::path& folder)
{
    const TemporaryFile trial(folder);
    if (trial.isOpen())
        return {};
    return fail(folder.string(), std::string("nothing can be written to this folder: ") + std::strerror(trial.error()),
                trial.error() == ENOENT ? "make it first, or choose another one"
                                        : "choose another one, or mend its permissions",
                isFaultOfTheMachine(trial.error()) ? ErrorKind::Work : ErrorKind::Input);
}

Result<void> makeWritableFolder(const std::filesystem::path& folder)
{
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) {
        return fail(folder.string(), "the folder cannot be made: " + error.message(),
                    "choose another one, or mend the permissions",
                    isFaultOfTheMachine(error.value()) ? ErrorKind::Work : ErrorKind::Input);
    }
    return checkWritableFolder(folder);
}

} // namespace ligature
