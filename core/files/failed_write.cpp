// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/files/failed_write.h"

#include <cerrno>
#include <system_error>

namespace ligature {

namespace {

std::string mendFor(int error)
{
    switch (error) {
    case ENOSPC:
    case EDQUOT: return "free some space, or choose another folder";
    case EFBIG: return "raise the file size limit, or choose another folder";
    case EROFS: return "choose a folder that is not on a read-only disk";
    case EACCES:
    case EPERM: return "choose a folder that you may write to";
    case ENOENT: return "create the folder first, or choose one that exists";
    case ENOTDIR: return "choose a folder; a part of this path is a file";
    case ENAMETOOLONG: return "choose a shorter name";
    default: return "try again, or choose another folder";
    }
}

} // namespace

tl::unexpected<Error> failedWrite(const std::filesystem::path& file, const std::string& what, std::string mend)
{
    return fail(file.string(), what, std::move(mend), ErrorKind::Work);
}

tl::unexpected<Error> failedWrite(const std::filesystem::path& file, int error)
{
    return failedWrite(file, "cannot be written (" + std::generic_category().message(error) + ")", mendFor(error));
}

bool isFaultOfTheMachine(int error)
{
    return error == ENOSPC || error == EDQUOT || error == EIO || error == EMFILE || error == ENFILE || error == ENOMEM;
}

} // namespace ligature
