// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/memory/memory_limit.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

namespace ligature {

namespace {

std::optional<std::uint64_t> systemMemory()
{
    std::ifstream file("/proc/meminfo");
    std::string key;
    std::uint64_t kibibytes = 0;
    std::string unit;
    while (file >> key >> kibibytes) {
        std::getline(file, unit);
        if (key == "MemAvailable:")
            return kibibytes * 1024;
    }
    return {};
}

std::optional<std::uint64_t> numberIn(const std::string& path)
{
    std::ifstream file(path);
    std::uint64_t number = 0;
    if (file >> number)
        return number;
    return {}; // "max", or no such file
}

/// File pages that the kernel drops before it refuses memory; memory.current counts them as used.
std::uint64_t droppableFilePages()
{
    std::ifstream file("/sys/fs/cgroup/memory.stat");
    std::string key;
    std::uint64_t bytes = 0;
    while (file >> key >> bytes) {
        if (key == "inactive_file")
            return bytes;
    }
    return 0;
}

/// What the control group leaves, version 2; in a container its own group is mounted at the root.
std::optional<std::uint64_t> groupMemory()
{
    const auto limit = numberIn("/sys/fs/cgroup/memory.max");
    const auto current = numberIn("/sys/fs/cgroup/memory.current");
    if (!limit || !current)
        return {};
    const std::uint64_t used = *current - std::min(*current, droppableFilePages());
    return *limit - std::min(*limit, used);
}

} // namespace

std::optional<std::uint64_t> availableMemory()
{
    const auto system = systemMemory();
    const auto group = groupMemory();
    if (system && group)
        return std::min(*system, *group);
    return system ? system : group;
}

Result<void> checkMemory(std::uint64_t bytes, const std::string& where, const std::string& mend)
{
    constexpr std::uint64_t always_there = 1U << 24;
    if (bytes <= always_there)
        return {};
    const auto available = availableMemory();
    if (!available || bytes <= *available)
        return {};
    return fail(where, "this needs " + byteText(bytes) + " of memory, and " + byteText(*available) + " are free", mend,
                ErrorKind::Work);
}

std::string byteText(std::uint64_t bytes)
{
    if (bytes < 1000)
        return std::to_string(bytes) + (bytes == 1 ? " byte" : " bytes");
    constexpr std::array units{"kB", "MB", "GB", "TB", "PB", "EB"};
    double amount = static_cast<double>(bytes) / 1000;
    std::size_t unit = 0;
    for (; amount >= 999.95 && unit + 1 < units.size(); ++unit)
        amount /= 1000;
    std::ostringstream text;
    text.precision(1);
    text << std::fixed << amount << ' ' << units[unit];
    return text.str();
}

} // namespace ligature
