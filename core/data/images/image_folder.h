// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/data/load_context.h"
#include "core/error/result.h"

namespace ligature {

/// A picture of a folder, and which of its classes it is of.
struct ListedImage {
    std::filesystem::path file; ///< as the option has the folder: see openDataFile()
    std::string name;           ///< behind the folder: "cat/1.png"
    std::size_t class_index = 0;
};

struct ImageFolder {
    std::vector<std::string> classes; ///< the names of the folders, sorted by their bytes; empty without classes
    std::vector<ListedImage> images;  ///< class by class, sorted by their names
    std::size_t left_out = 0;         ///< how many files are no pictures by their names, or lie beside the classes
    std::string first_left_out;       ///< the name of the first
};

/// Whether a name ends as those of PNG and JPEG files do.
[[nodiscard]] bool hasImageName(const std::filesystem::path& file);

/// The pictures of the folders in a folder, each of which is a class; without classes, those of the folder itself and
/// of all below it. What has another ending or begins with a point is left out. An error where there is no such folder,
/// a class is empty, or there is only one.
/// @param path as the option has it, for errors
[[nodiscard]] Result<ImageFolder> listImages(const std::string& path, const LoadContext& context, bool with_classes);

} // namespace ligature
