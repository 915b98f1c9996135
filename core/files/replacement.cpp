// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/files/replacement.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <limits>
#include <ranges>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include "core/files/atomic_file.h"
#include "core/files/failed_write.h"
#include "core/files/target.h"

namespace ligature {

namespace {

namespace fs = std::filesystem;

bool isForbidden(int error)
{
    return error == EACCES || error == EPERM || error == EROFS;
}

/// All files below a folder by their way from there, and the folders on it, the deepest first.
struct Tree {
    std::vector<std::string> files;
    std::vector<fs::path> folders;
    std::vector<std::string> ways; ///< to the folders, with '/' at the end
    bool is_plain = true;          ///< nothing but files and folders
};

void addTree(const fs::path& folder, const std::string& way, Tree& tree)
{
    for (const std::string& name : namesIn(folder)) {
        struct stat status = {};
        if (::lstat((folder / name).c_str(), &status) == 0 && S_ISDIR(status.st_mode))
            addTree(folder / name, way + name + '/', tree);
        else
            tree.files.push_back(way + name);
        tree.is_plain = tree.is_plain && (S_ISDIR(status.st_mode) || S_ISREG(status.st_mode));
    }
    tree.folders.push_back(folder);
    tree.ways.push_back(way);
}

Tree treeOf(const fs::path& folder)
{
    Tree tree;
    addTree(folder, {}, tree);
    return tree;
}

bool isWritable(const fs::path& path)
{
    return ::faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS) == 0;
}

/// Whether a folder holds nothing but files of ours that we may replace, so that another may come in its place. Not the
/// one that the program runs in: its user would stand in a folder that is gone.
bool isOurs(const fs::path& folder, std::span<const std::string> own)
{
    std::error_code error;
    const fs::path here = fs::current_path(error);
    if (!error && fs::equivalent(here, folder, error))
        return false;
    const Tree tree = treeOf(folder);
    const bool is_readable = ::access(folder.c_str(), R_OK | W_OK) == 0;
    const bool has_only_own_folders = std::ranges::all_of(tree.ways, [&](const std::string& way) {
        return way.empty() || std::ranges::any_of(own, [&](const std::string& name) { return name.starts_with(way); });
    });
    return tree.is_plain && is_readable && has_only_own_folders &&
           std::ranges::all_of(tree.files, [&](const std::string& name) {
               return std::ranges::find(own, name) != own.end() && isWritable(folder / name);
           });
}

/// 0, or the system's number of the error.
int takeAfter(const fs::path& path, const fs::path& existing)
{
    struct stat status = {};
    if (::stat(existing.c_str(), &status) != 0)
        return 0;
    const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    return file.isOpen() && ligature::takeAfter(file.number(), status) ? 0 : errno;
}

} // namespace

Replacement::Replacement(fs::path place) : m_place(place.empty() ? fs::path(".") : std::move(place)) {}

Replacement::~Replacement()
{
    if (m_is_switching)
        putBack();
    m_parts.clear();
    if (m_is_done)
        return;
    for (const fs::path& folder : m_made | std::views::reverse)
        ::rmdir(folder.c_str());
}

Result<void> Replacement::makeFolders(const fs::path& folder, const fs::path& named)
{
    if (folder.empty() || ::access(folder.c_str(), F_OK) == 0)
        return {};
    if (const auto made = makeFolders(folder.parent_path(), named); !made)
        return made;
    if (::mkdir(folder.c_str(), 0777) != 0 && errno != EEXIST)
        return failedWrite(named, errno);
    m_made.push_back(folder);
    return {};
}

/// Before anything is made in a folder, what killed processes left there: it may be what fills the disk.
void Replacement::tidy(const fs::path& folder)
{
    for (const fs::path& place : {m_place, folder}) {
        if (!m_tidied.insert(place).second)
            continue;
        settleJournals(place);
        removeLeftovers(place);
    }
}

void Replacement::addStep(const fs::path& target, const fs::path& named, const fs::path& part, bool is_folder)
{
    Switch step;
    step.target = target;
    step.named = named;
    step.part = part;
    step.is_folder = is_folder;
    step.before = identityOf(target);
    if (!part.empty())
        step.after = identityOf(part);
    m_steps.push_back(std::move(step));
}

Result<void> Replacement::write(const fs::path& file, std::string_view bytes)
{
    tidy(folderOf(file));
    const Result<Target> target = targetOf(file);
    if (!target)
        return tl::unexpected(target.error());
    const fs::path folder = folderOf(target->path);
    tidy(folder);
    m_parts.push_back(std::make_unique<TemporaryFile>(folder));
    const TemporaryFile& part = *m_parts.back();
    if (!part.isOpen())
        return failedWrite(file, part.error());
    if ((target->existing && !ligature::takeAfter(part.number(), *target->existing)) ||
        !writeAll(part.number(), bytes) || ::fsync(part.number()) != 0)
        return failedWrite(file, errno);
    addStep(target->path, file, part.path());
    return {};
}

Result<void> Replacement::remove(const fs::path& file)
{
    tidy(folderOf(file));
    struct stat existing = {};
    if (::lstat(file.c_str(), &existing) != 0)
        return {};
    if (S_ISDIR(existing.st_mode))
        return failedWrite(file, "it is of something else, and cannot be replaced: it is a folder",
                           "remove it, or choose another place");
    addStep(file, file, {});
    return {};
}

Result<fs::path> Replacement::stageFolder(const fs::path& folder)
{
    tidy(m_place);
    std::error_code error;
    const bool is_there = fs::exists(folder, error);
    if (is_there && !fs::is_directory(folder, error))
        return failedWrite(folder, "is a file", "give the name of a folder");
    fs::path target = is_there ? fs::canonical(folder, error) : folder;
    if (!target.has_filename())
        target = target.parent_path();
    const fs::path parent = folderOf(target);
    if (const auto made = makeFolders(parent, folder); !made)
        return tl::unexpected(made.error());
    tidy(parent);
    if (is_there)
        tidy(target);

    struct stat outer = {};
    struct stat inner = {};
    const bool can_move = !is_there || (::stat(parent.c_str(), &outer) == 0 && ::stat(target.c_str(), &inner) == 0 &&
                                        outer.st_dev == inner.st_dev);
    auto part = std::make_unique<TemporaryFile>(can_move ? parent : target, TemporaryFile::Kind::Folder);
    bool is_beside = can_move;
    if (!part->isOpen() && is_there && is_beside && isForbidden(part->error())) {
        part = std::make_unique<TemporaryFile>(target, TemporaryFile::Kind::Folder);
        is_beside = false;
    }
    if (!part->isOpen())
        return failedWrite(folder, part->error());
    m_parts.push_back(std::move(part));
    m_staged = {target, folder, m_parts.back().get(), is_beside};
    return m_staged.part->path();
}

Result<void> Replacement::switchFolder(std::span<const std::string> own)
{
    for (const fs::path& folder : treeOf(m_staged.part->path()).folders) {
        if (const int error = flushFolder(folder); error != 0)
            return failedWrite(m_staged.named, error);
    }
    std::error_code error;
    const bool is_there = fs::exists(m_staged.target, error);
    const bool as_a_whole = m_staged.is_beside && (!is_there || isOurs(m_staged.target, own));
    return as_a_whole ? switchWhole(own) : switchFiles(own);
}

Result<void> Replacement::switchWhole(std::span<const std::string> own)
{
    const fs::path part = m_staged.part->path();
    for (const std::string& name : own) {
        struct stat status = {};
        if (::stat((part / name).c_str(), &status) != 0)
            continue;
        if (const int error = takeAfter(part / name, m_staged.target / name); error != 0)
            return failedWrite(m_staged.named / name, error);
    }
    if (const int error = takeAfter(part, m_staged.target); error != 0)
        return failedWrite(m_staged.named, error);
    addStep(m_staged.target, m_staged.named, part, true);
    return {};
}

Result<void> Replacement::switchFiles(std::span<const std::string> own)
{
    const fs::path part = m_staged.part->path();
    for (const std::string& name : own | std::views::reverse) {
        const fs::path file = m_staged.target / name;
        const fs::path named = m_staged.named / name;
        std::error_code error;
        if (!fs::exists(part / name, error)) {
            if (const auto removed = remove(file); !removed)
                return fail(named.string(), removed.error().what, removed.error().mend, removed.error().kind);
            continue;
        }
        if (const auto made = makeFolders(folderOf(file), named); !made)
            return made;
        tidy(folderOf(file));
        const Result<Target> target = targetOf(file);
        if (!target)
            return fail(named.string(), target.error().what, target.error().mend, target.error().kind);
        if (target->path == file) {
            if (const int failed = takeAfter(part / name, file); failed != 0)
                return failedWrite(named, failed);
            addStep(file, named, part / name);
            continue;
        }
        // Behind a link it may be another disk.
        const auto written = readFile(part / name, std::numeric_limits<std::uintmax_t>::max() / 2)
                                 .and_then([&](const std::string& bytes) { return write(file, bytes); });
        if (!written)
            return fail(named.string(), written.error().what, written.error().mend, ErrorKind::Work);
    }
    return {};
}

Result<void> Replacement::commit()
{
    if (m_steps.size() == 1) {
        const Switch& step = m_steps.front();
        const int error = switchAtOnce(step);
        if (error != 0 && !isUnsupported(error))
            return failedWrite(step.named, error);
        if (error == 0) {
            m_is_done = true;
            const bool keeps_the_old = step.is_folder && step.before; // By the part's name, to be removed with it.
            if (!keeps_the_old && !step.part.empty() && step.part == m_parts.back()->path())
                m_parts.back()->release();
            // The new is in place by now, and some file systems cannot flush a folder: nothing is lost where this
            // fails.
            (void)flushFolder(folderOf(step.target));
            return {};
        }
    }
    return m_steps.empty() ? Result<void>() : switchAll();
}

Result<void> Replacement::switchAll()
{
    const fs::path& last = m_steps.back().named;
    const auto of = [&](const Error& error) { return fail(last.string(), error.what, error.mend, error.kind); };
    for (const Switch& step : m_steps) { // Not in a folder that another comes in the place of.
        std::error_code error;
        if (step.is_folder && fs::equivalent(m_place, step.target, error))
            m_place = folderOf(step.target);
    }
    const Result<bool> has_journal = m_journal.open(m_place);
    if (!has_journal)
        return of(has_journal.error());
    for (Switch& step : m_steps) {
        step.before = identityOf(step.target); // Another may have saved there since.
        if (!step.before)
            continue;
        const fs::path way = fs::absolute(step.target).lexically_relative(fs::absolute(m_place).lexically_normal());
        const auto depth = std::distance(way.begin(), way.end());
        const bool is_near = !way.empty() && *way.begin() != ".." && depth <= 3;
        step.old = folderOf(step.target) / temporaryName(*has_journal && is_near ? oldEnding : keptEnding);
    }
    if (*has_journal) {
        if (const auto written = m_journal.write(m_steps); !written)
            return of(written.error());
    }
    m_is_switching = true;
    std::set<fs::path> folders;
    for (const Switch& step : m_steps) {
        folders.insert(folderOf(step.target));
        if (const int error = switchOver(step); error != 0)
            return failedWrite(step.named, error);
    }
    for (const fs::path& folder : folders) {
        if (const int error = flushFolder(folder); error != 0)
            return failedWrite(last, error);
    }
    if (!m_journal.end())
        return failedWrite(last, errno);
    m_is_switching = false;
    m_is_done = true;
    (void)flushFolder(m_place);
    for (const Switch& step : m_steps) {
        if (step.before)
            removeWhole(step.old);
    }
    return {};
}

void Replacement::putBack()
{
    bool is_put_back = true;
    for (const Switch& step : m_steps | std::views::reverse)
        is_put_back = undo(step) && is_put_back;
    if (is_put_back)
        (void)m_journal.end();
    else
        m_journal.leave();
}

} // namespace ligature
