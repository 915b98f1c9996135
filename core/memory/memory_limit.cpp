// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/memory/memory_limit.h"

#include <algorithm>
#include <fstream>
#include <limits>

#include "core/text/number_text.h"

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
    return fail(where,
                "this needs " + numbers::bytes(bytes) + " of memory, and " + numbers::bytes(*available) + " are free",
                mend, ErrorKind::Work);
}

} // namespace ligature
