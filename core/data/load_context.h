// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace ligature {

/// Where data is loaded from, and until when.
struct LoadContext {
    LoadContext() = default;
    // NOLINTNEXTLINE(google-explicit-constructor): a folder alone is most of them.
    LoadContext(std::filesystem::path folder, std::stop_token until = {})
        : base(std::move(folder)), stop(std::move(until))
    {
    }
    std::filesystem::path base; ///< what relative paths start from: the project's folder
    std::stop_token stop;       ///< once it is asked for, reading ends with an error
    /// Of a text for a network that was trained on another: the tokens that it is read into. Else empty.
    std::vector<std::string> vocabulary = {};
};

} // namespace ligature
