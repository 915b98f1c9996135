// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/data/data_format.h"
#include "core/data/dataset.h"

namespace ligature {

/// "1,797 samples of 64, 10 classes": what a preview and a report say of a data set. Names and shapes decide, the
/// values are not read.
[[nodiscard]] std::string summary(const Dataset& dataset);

/// "1 class", "1,797 samples".
[[nodiscard]] std::string countText(std::uint64_t count, const std::string& one, const std::string& many);

/// The first samples as text: a column a feature ("1", "2" and so on where they have no names), then the targets, a
/// class by its name. Of wide samples the middle is left out, as "…".
[[nodiscard]] DataPreview previewOf(const Dataset& dataset, int rows);

/// The first samples as pictures, where `shape` is that of one: (height, width), or with one or three channels before
/// them. Of colours the mean is shown. Empty where it is none.
[[nodiscard]] std::vector<PreviewImage> imagesOf(const Dataset& dataset, const Shape& shape, int count);

/// How many samples are of each class.
[[nodiscard]] std::vector<PreviewClass> classCountsOf(const Dataset& dataset);

} // namespace ligature
