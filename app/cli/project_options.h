// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <CLI/App.hpp>

#include "core/error/result.h"
#include "core/project/project.h"

/// What the verbs that train let a call say in place of the project.
namespace ligature::cli {

inline constexpr int largestThreadCount = 256;
/// A shell's exit code after a signal, less the signal's number.
inline constexpr int signalExitBase = 128;

/// --data and --data-option.
/// @param help of --data
void addDataOptions(CLI::App& command, std::string& data, std::vector<std::string>& data_options,
                    const std::string& help = "Train on this file instead of the project's data");
/// Reads the data from that file, where one is given (with the project's options for reading it, where both are of one
/// format), and sets the options.
[[nodiscard]] Result<void> setData(Project& project, const std::string& data,
                                   const std::vector<std::string>& data_options);

/// Relative paths of the data start from the project's file: in a copy of it elsewhere, they are whole.
[[nodiscard]] Project withWholePaths(Project project, const std::filesystem::path& base);

/// "tied, untied, ...": the types of arms, for help texts.
[[nodiscard]] std::string armNames();

/// Sets one of the settings that all optimizers share, where the option is given and its spec allows the value.
template <typename Value>
Result<void> overrideSetting(TrainingSettings& settings, const std::string& option, const std::string& name,
                             const std::optional<Value>& value)
{
    if (!value)
        return {};
    for (const AttributeSpec& spec : trainingSettingSpecs()) {
        if (spec.name != name)
            continue;
        if (const auto valid = validateValue(spec, *value, option); !valid)
            return valid;
    }
    setSharedSetting(settings, name, *value);
    return {};
}

} // namespace ligature::cli
