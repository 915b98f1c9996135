// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/step_log.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <fcntl.h>
#include <optional>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include "core/files/target.h"
#include "core/report/history_file.h"

namespace ligature {

namespace {

/// How much of a log is looked at a time from its end on; a line is much shorter.
constexpr off_t lookBack = off_t{1} << 20;

/// The step of a line: its third field.
std::optional<std::int64_t> stepOfLine(std::string_view line)
{
    for (int commas = 0; commas < 2; ++commas) {
        const std::size_t comma = line.find(',');
        if (comma == std::string_view::npos)
            return std::nullopt;
        line.remove_prefix(comma + 1);
    }
    std::int64_t step = 0;
    const std::size_t end = line.find(',');
    if (end == std::string_view::npos)
        return std::nullopt;
    const auto [stopped, error] = std::from_chars(line.data(), line.data() + end, step);
    return error == std::errc() && stopped == line.data() + end ? std::optional(step) : std::nullopt;
}

/// Where the last whole line ends that is of that step or an earlier one; 0 where there is none. Nothing where the file
/// cannot be read.
std::optional<off_t> endOfStep(int descriptor, off_t size, std::int64_t step)
{
    std::string block;
    for (off_t end = size; end > 0;) {
        // The block begins at a line, but for the file's first one: it reaches back over the line that it cuts.
        const off_t from = std::max<off_t>(0, end - lookBack);
        block.resize(static_cast<std::size_t>(end - from));
        if (::pread(descriptor, block.data(), block.size(), from) != static_cast<ssize_t>(block.size()))
            return std::nullopt;
        std::string_view rest = block;
        rest = rest.substr(0, rest.rfind('\n') == std::string_view::npos ? 0 : rest.rfind('\n') + 1);
        while (!rest.empty()) {
            const std::size_t before = rest.substr(0, rest.size() - 1).rfind('\n');
            if (before == std::string_view::npos && from > 0)
                break; // It may begin further back.
            const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
            const auto of_line = stepOfLine(rest.substr(begin));
            if (of_line && *of_line <= step)
                return from + static_cast<off_t>(rest.size());
            rest = rest.substr(0, begin);
        }
        const off_t next = from + static_cast<off_t>(rest.size());
        if (from == 0 || next == end)
            return 0;
        end = next;
    }
    return 0;
}

} // namespace

StepLog::StepLog(std::filesystem::path file, int descriptor, std::size_t losses)
    : m_file(std::move(file)), m_descriptor(descriptor), m_losses(losses)
{
}

StepLog::~StepLog()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

tl::unexpected<Error> StepLog::failed() const
{
    return fail(m_file.string(), "cannot be written (" + std::generic_category().message(errno) + ")",
                "free some space, or train without the step log", ErrorKind::Work);
}

Result<std::unique_ptr<StepLog>> StepLog::open(const std::filesystem::path& file, std::int64_t step,
                                               const std::vector<std::string>& loss_names)
{
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    std::unique_ptr<StepLog> log(new StepLog(file, descriptor, loss_names.size()));
    struct stat status = {};
    if (descriptor < 0 || ::fstat(descriptor, &status) != 0)
        return log->failed();
    const auto kept = step > 0 ? endOfStep(descriptor, status.st_size, step) : std::optional<off_t>(0);
    if (!kept || ::ftruncate(descriptor, *kept) != 0 || ::lseek(descriptor, 0, SEEK_END) < 0)
        return log->failed();
    if (*kept == 0 && !writeAll(descriptor, historyHeader(loss_names)))
        return log->failed();
    return log;
}

Result<void> StepLog::append(std::span<const MetricEvent> events)
{
    m_lines.clear();
    for (const MetricEvent& event : events) {
        if (event.kind != MetricEvent::Kind::End)
            appendHistoryLine(m_lines, event, m_losses);
    }
    if (!writeAll(m_descriptor, m_lines))
        return failed();
    return {};
}

Result<void> StepLog::flush()
{
    if (::fdatasync(m_descriptor) != 0)
        return failed();
    return {};
}

} // namespace ligature
