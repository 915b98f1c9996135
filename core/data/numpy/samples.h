// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/attributes/attributes.h"
#include "core/data/dataset.h"
#include "core/error/result.h"
#include "core/numpy/npy.h"

namespace ligature {

/// An array with what errors call it: "data.npz, x.npy".
struct PlacedArray {
    NpyArray array;
    std::string where;
};

/// The samples that arrays hold along their first axes. Features are as they are; a column of whole numbers as targets
/// is of classes, named by the numbers, unless `target_kind` says "values"; all else is values, unless it says "class".
/// An error that names the sample where a value is no finite number, where the counts differ or where there are none.
[[nodiscard]] Result<Dataset> datasetFromArrays(const PlacedArray& features, const std::optional<PlacedArray>& targets,
                                                const std::string& target_kind);

/// The option "target_kind", the same in both formats.
[[nodiscard]] AttributeSpec arrayTargetKindSpec();

/// Names under which people save features, each with those of the targets that go with it: x and y, x_train and
/// y_train, features and labels.
struct ArrayNames {
    std::string_view features;
    std::vector<std::string_view> targets;
};
[[nodiscard]] const std::vector<ArrayNames>& usualArrayNames();

} // namespace ligature
