// SPDX-License-Identifier: GPL-3.0-or-later
// Preloaded into a program (LD_PRELOAD), this counts its calls that change files below a folder, and at one of them
// kills the program or fails the call. Nothing else is touched: not standard output, not what lies elsewhere.
//
//   LIGATURE_FAIL_BELOW   the folder, absolute and without links; unset: everything passes
//   LIGATURE_FAIL_AT      the number of the call, from 1; unset: only counted
//   LIGATURE_FAIL_WITH    kill: SIGKILL in the place of the call; short: SIGKILL after half of what it writes (after
//   the
//                         call, where it writes nothing); ENOSPC, EIO: it fails so
//   LIGATURE_FAIL_ON      set: and so does every call after it
//   LIGATURE_FAIL_POOR    set: the file system has no hard links, and no renames that exchange or do not replace
//   LIGATURE_FAIL_COUNT   a file, elsewhere, that gets a letter for each call when the program ends: w writes bytes, s
//   is
//                         another that takes space on the disk, o is any other
//
// fsync() and fdatasync() are counted and may fail, but flush nothing: a kill loses no pages, and tests are to be
// quick.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { most_calls = 10000 };
static atomic_long g_calls;
static char g_kinds[most_calls];

// What a call is to do.
enum verdict { pass, fail, cut };

// The function of that name that this one stands before.
#define NEXT(name)                                                                                                     \
    static __typeof__(name)* next;                                                                                     \
    if (!next)                                                                                                         \
    *(void**)&next = dlsym(RTLD_NEXT, #name)

static int isBelow(const char* path)
{
    const char* const folder = getenv("LIGATURE_FAIL_BELOW");
    if (!folder || !path)
        return 0;
    const size_t length = strlen(folder);
    char whole[2 * PATH_MAX];
    if (path[0] != '/') {
        if (!getcwd(whole, PATH_MAX))
            return 0;
        strcat(whole, "/");
        strncat(whole, path, PATH_MAX - 1);
        path = whole;
    }
    return strncmp(path, folder, length) == 0 && (path[length] == '/' || path[length] == '\0');
}

static int isBelowAt(int folder, const char* path)
{
    if (folder == AT_FDCWD || path[0] == '/')
        return isBelow(path);
    char link[64];
    char whole[2 * PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
    const ssize_t length = readlink(link, whole, PATH_MAX - 1);
    if (length < 0)
        return 0;
    whole[length] = '\0';
    strcat(whole, "/");
    strncat(whole, path, PATH_MAX - 1);
    return isBelow(whole);
}

static int isOpenBelow(int number)
{
    char link[64];
    char path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", number);
    const ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0)
        return 0;
    path[length] = '\0';
    return isBelow(path);
}

// Counts the call, which is of one of the kinds above.
static enum verdict judge(char kind)
{
    const int before = errno;
    const long call = atomic_fetch_add(&g_calls, 1) + 1;
    if (call <= most_calls)
        g_kinds[call - 1] = kind;
    const char* const at = getenv("LIGATURE_FAIL_AT");
    const char* const with = getenv("LIGATURE_FAIL_WITH");
    if (!at || !with)
        return pass;
    const long chosen = atol(at);
    if (call != chosen && !(call > chosen && getenv("LIGATURE_FAIL_ON")))
        return pass;
    if (strcmp(with, "kill") == 0)
        kill(getpid(), SIGKILL);
    if (strcmp(with, "short") == 0)
        return cut;
    const int is_full = strcmp(with, "ENOSPC") == 0;
    errno = before;
    if (is_full && kind == 'o')
        return pass;
    errno = is_full ? ENOSPC : EIO;
    return fail;
}

// Such a file system refuses before anything is counted.
static int refused(int is_extra, int error)
{
    if (!is_extra || !getenv("LIGATURE_FAIL_POOR"))
        return 0;
    errno = error;
    return 1;
}

static void dieIf(enum verdict verdict)
{
    if (verdict == cut)
        kill(getpid(), SIGKILL);
}

// A call that is given by its result: -1 where it fails.
#define JUDGED(is_below, kind, call)                                                                                   \
    do {                                                                                                               \
        if (!(is_below))                                                                                               \
            return (call);                                                                                             \
        const enum verdict verdict = judge(kind);                                                                      \
        if (verdict == fail)                                                                                           \
            return -1;                                                                                                 \
        const int result = (int)(call);                                                                                \
        dieIf(verdict);                                                                                                \
        return result;                                                                                                 \
    } while (0)

static int opensToChange(int flags)
{
    return (flags & O_ACCMODE) != O_RDONLY || (flags & (O_CREAT | O_TRUNC)) != 0;
}

static int openJudged(int folder, const char* path, int flags, mode_t mode)
{
    JUDGED(opensToChange(flags) && isBelowAt(folder, path), (flags & O_CREAT) != 0 ? 's' : 'o',
           syscall(SYS_openat, folder, path, flags, mode));
}

#define MODE_OF(flags)                                                                                                 \
    mode_t mode = 0;                                                                                                   \
    if ((flags) & (O_CREAT | O_TMPFILE)) {                                                                             \
        va_list list;                                                                                                  \
        va_start(list, flags);                                                                                         \
        mode = va_arg(list, mode_t);                                                                                   \
        va_end(list);                                                                                                  \
    }

int open(const char* path, int flags, ...)
{
    MODE_OF(flags)
    return openJudged(AT_FDCWD, path, flags, mode);
}

int open64(const char* path, int flags, ...)
{
    MODE_OF(flags)
    return openJudged(AT_FDCWD, path, flags | O_LARGEFILE, mode);
}

int openat(int folder, const char* path, int flags, ...)
{
    MODE_OF(flags)
    return openJudged(folder, path, flags, mode);
}

int openat64(int folder, const char* path, int flags, ...)
{
    MODE_OF(flags)
    return openJudged(folder, path, flags | O_LARGEFILE, mode);
}

int creat(const char* path, mode_t mode)
{
    return openJudged(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode);
}

int mkstemp(char* path)
{
    NEXT(mkstemp);
    JUDGED(isBelow(path), 's', next(path));
}

int mkostemp(char* path, int flags)
{
    NEXT(mkostemp);
    JUDGED(isBelow(path), 's', next(path, flags));
}

FILE* fopen(const char* path, const char* mode)
{
    NEXT(fopen);
    if ((mode[0] == 'r' && !strchr(mode, '+')) || !isBelow(path))
        return next(path, mode);
    const enum verdict verdict = judge('s');
    if (verdict == fail)
        return NULL;
    FILE* const file = next(path, mode);
    dieIf(verdict);
    return file;
}

FILE* fopen64(const char* path, const char* mode)
{
    return fopen(path, mode);
}

ssize_t write(int number, const void* bytes, size_t count)
{
    if (!isOpenBelow(number))
        return syscall(SYS_write, number, bytes, count);
    const enum verdict verdict = judge('w');
    if (verdict == fail)
        return -1;
    const ssize_t written = syscall(SYS_write, number, bytes, verdict == cut ? count / 2 : count);
    dieIf(verdict);
    return written;
}

ssize_t pwrite64(int number, const void* bytes, size_t count, off64_t offset)
{
    if (!isOpenBelow(number))
        return syscall(SYS_pwrite64, number, bytes, count, offset);
    const enum verdict verdict = judge('w');
    if (verdict == fail)
        return -1;
    const ssize_t written = syscall(SYS_pwrite64, number, bytes, verdict == cut ? count / 2 : count, offset);
    dieIf(verdict);
    return written;
}

ssize_t pwrite(int number, const void* bytes, size_t count, off_t offset)
{
    return pwrite64(number, bytes, count, offset);
}

ssize_t writev(int number, const struct iovec* parts, int count)
{
    if (!isOpenBelow(number))
        return syscall(SYS_writev, number, parts, count);
    const enum verdict verdict = judge('w');
    if (verdict == fail)
        return -1;
    const ssize_t written = syscall(SYS_writev, number, parts, verdict == cut ? count / 2 : count);
    dieIf(verdict);
    return written;
}

int fsync(int number)
{
    JUDGED(isOpenBelow(number), 's', 0);
}

int fdatasync(int number)
{
    return fsync(number);
}

int ftruncate64(int number, off64_t length)
{
    JUDGED(isOpenBelow(number), 's', syscall(SYS_ftruncate, number, length));
}

int ftruncate(int number, off_t length)
{
    return ftruncate64(number, length);
}

int fchmod(int number, mode_t mode)
{
    JUDGED(isOpenBelow(number), 'o', syscall(SYS_fchmod, number, mode));
}

int rename(const char* from, const char* to)
{
    JUDGED(isBelow(from) || isBelow(to), 's', syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0));
}

int renameat2(int from_folder, const char* from, int to_folder, const char* to, unsigned flags)
{
    if (refused(flags != 0, EINVAL))
        return -1;
    JUDGED(isBelowAt(from_folder, from) || isBelowAt(to_folder, to), 's',
           syscall(SYS_renameat2, from_folder, from, to_folder, to, flags));
}

int renameat(int from_folder, const char* from, int to_folder, const char* to)
{
    return renameat2(from_folder, from, to_folder, to, 0);
}

int linkat(int from_folder, const char* from, int to_folder, const char* to, int flags)
{
    if (refused(1, EPERM))
        return -1;
    JUDGED(isBelowAt(to_folder, to), 's', syscall(SYS_linkat, from_folder, from, to_folder, to, flags));
}

int link(const char* from, const char* to)
{
    return linkat(AT_FDCWD, from, AT_FDCWD, to, 0);
}

int unlinkat(int folder, const char* path, int flags)
{
    JUDGED(isBelowAt(folder, path), 'o', syscall(SYS_unlinkat, folder, path, flags));
}

int unlink(const char* path)
{
    return unlinkat(AT_FDCWD, path, 0);
}

int rmdir(const char* path)
{
    return unlinkat(AT_FDCWD, path, AT_REMOVEDIR);
}

int remove(const char* path)
{
    NEXT(remove);
    JUDGED(isBelow(path), 'o', next(path));
}

int mkdirat(int folder, const char* path, mode_t mode)
{
    JUDGED(isBelowAt(folder, path), 's', syscall(SYS_mkdirat, folder, path, mode));
}

int mkdir(const char* path, mode_t mode)
{
    return mkdirat(AT_FDCWD, path, mode);
}

__attribute__((destructor)) static void tellCount(void)
{
    const char* const path = getenv("LIGATURE_FAIL_COUNT");
    if (!path)
        return;
    const long calls = atomic_load(&g_calls);
    const size_t length = calls < most_calls ? (size_t)calls : most_calls;
    const int number = (int)syscall(SYS_openat, AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, 0666);
    if (number >= 0 && syscall(SYS_write, number, g_kinds, length) == (long)length)
        syscall(SYS_close, number);
}
