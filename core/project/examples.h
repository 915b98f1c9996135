// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>

#include "core/error/result.h"
#include "core/project/project.h"

namespace ligature {

/// Under which heading the gallery shows an example.
enum class ExampleSection {
    Literature, ///< ties that papers are about
    Collection, ///< the snippets that Ligature began from, mended
    Untied      ///< nothing is tied: to begin with, and to compare with
};
inline constexpr std::array exampleSections = {ExampleSection::Literature, ExampleSection::Collection,
                                               ExampleSection::Untied};
[[nodiscard]] std::string_view titleOf(ExampleSection section);

/// A project that ships in the program: one file and one line in resources/examples/list.cmake. The paragraph that
/// teaches is the project's description.
struct Example {
    std::string_view name;    ///< on the command line: "tied-autoencoder-digits"
    std::string_view title;   ///< the project's name: "Tied autoencoder on handwritten digits"
    std::string_view summary; ///< one sentence: what is shared and what it saves
    ExampleSection section = ExampleSection::Literature;
    std::string_view json;             ///< the project file
    std::string_view original;         ///< the project file of what the collection wrote; empty where it has none
    std::string_view original_finding; ///< the code of analyse()'s diagnostic of it; empty where it runs as written
};

/// All of them, in the order of the gallery.
[[nodiscard]] std::span<const Example> examples();
[[nodiscard]] const Example* findExample(std::string_view name);
[[nodiscard]] Result<Project> loadExample(std::string_view name);
/// The network that an example was made from, as it was written. An error where there is none.
[[nodiscard]] Result<Project> loadOriginal(std::string_view name);

} // namespace ligature
