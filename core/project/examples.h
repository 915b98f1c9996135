// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/error/result.h"
#include "core/project/project.h"

namespace ligature {

/// A project that ships in the program.
struct Example {
    std::string_view name;    ///< on the command line: "tied-autoencoder-digits"
    std::string_view title;   ///< "Tied autoencoder on handwritten digits"
    std::string_view summary; ///< one sentence: what is shared and what it shows
    std::string_view json;    ///< the project file
};

[[nodiscard]] std::span<const Example> examples();
[[nodiscard]] const Example* findExample(std::string_view name);
[[nodiscard]] Result<Project> loadExample(std::string_view name);

} // namespace ligature
