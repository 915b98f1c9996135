// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/tensor/aligned_array.h"
#include "core/tensor/shape.h"

namespace ligature {

enum class TargetKind {
    None,    ///< nothing but features; an autoencoder needs no more
    Class,   ///< one class index a sample, a whole number from 0 to class_names.size() - 1
    Classes, ///< one at each of several steps: the next tokens of a text, class_names being its vocabulary
    Values,  ///< real numbers
};

/// What a column of a table is used as.
enum class ColumnRole { Feature, Target, Ignored };

/// Features that floats round, as they were read: scaling starts from them and rounds once.
struct ExactFeatures {
    std::vector<std::size_t> columns; ///< which of a sample's features, ascending
    std::vector<long double> bases;   ///< of each of these columns: what its values are less of
    AlignedArray<double> values;      ///< sample by sample
};

/// A column of a table, and how many features it became: one of a number, one for each category of a text.
struct FeatureColumn {
    std::string name;
    std::int64_t width = 1;
    bool operator==(const FeatureColumn&) const = default;
};

/// What scaling found of a column: a value becomes ((value - base - origin) - offset) / unit.
struct ScalingLine {
    long double base = 0; ///< what exact values are less of; see ExactFeatures
    double origin = 0;
    double offset = 0;
    double unit = 1;
    bool operator==(const ScalingLine&) const = default;
};

/// Samples in memory, all of them. Row-major: sample i's features are features[i * D ... (i + 1) * D), D being
/// feature_shape.elementCount(); its targets likewise (one number for a class). All values are finite.
struct Dataset {
    std::string name;
    std::int64_t sample_count = 0;
    Shape feature_shape;                    ///< of one sample: {64} or {28, 28}
    std::vector<std::string> feature_names; ///< one for each column, or empty (pixels)
    AlignedArray<float> features;
    TargetKind target_kind = TargetKind::None;
    Shape target_shape;                    ///< of one sample; a scalar for a class
    std::vector<std::string> target_names; ///< one for each target column
    std::vector<std::string> class_names;  ///< TargetKind::Class and Classes only
    AlignedArray<float> targets;
    std::vector<std::string> sample_names = {}; ///< of pictures: their files in the folder; else empty
    std::vector<std::int32_t> groups = {};      ///< which of several each sample belongs to; empty where none is told
    std::vector<FeatureColumn> feature_columns = {}; ///< of a table; their widths add up to the features. Else empty
    ExactFeatures exact = {};                        ///< empty once the data are scaled, or told to stay as they are
    std::string scaling = "none";                    ///< what was done to the features
    std::vector<ScalingLine> scaling_lines = {};     ///< by what: one for each; empty where nothing was
    /// What a user should know of how the data were read, each a sentence without its full stop: lines that are left
    /// out, digits that are lost, an encoding that was detected.
    std::vector<std::string> remarks = {};
};

} // namespace ligature
