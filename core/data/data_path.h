// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "core/data/byte_source.h"
#include "core/data/load_context.h"
#include "core/error/result.h"

namespace ligature {

/// Opens the file that an option of a data format names.
/// @param path as the option has it; errors name the file by it. A relative one starts from the context's folder
/// Errors: no path, those of openFile(), and while it is read that it was stopped. For a file of Fashion-MNIST that is
/// not there the error names the package that installs it.
[[nodiscard]] Result<OpenFile> openDataFile(const std::string& path, const LoadContext& context);

/// All of such a file, unpacked.
/// @param limit of its bytes; more are an error
[[nodiscard]] Result<std::string> readDataFile(const std::string& path, const LoadContext& context,
                                               std::uint64_t limit);

/// The file's name in small letters, without the ".gz" at its end.
[[nodiscard]] std::filesystem::path nameWithoutGzip(const std::filesystem::path& file);

/// Whether a path is one of the four files that Fashion-MNIST comes in, by its name and a folder fashion-mnist,
/// FashionMNIST or fashion_mnist above it. MNIST's own files have the same names.
[[nodiscard]] bool isFashionMnist(const std::filesystem::path& file);

} // namespace ligature
