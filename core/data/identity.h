// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/data/dataset.h"

namespace ligature {

/// What a network that was trained on some data takes for granted of any other: which number is which column, category,
/// class or token. A plain value.
struct DataIdentity {
    std::vector<std::string> features; ///< the names of the columns, in order, with their categories; or empty
    std::vector<std::string> targets;  ///< the names of the target columns, in order
    std::vector<std::string> classes;  ///< in order; of a text its vocabulary
    std::string scaling = "none";
    /// By what the features were scaled: how other data are, and no difference of data. One for each, or one for all;
    /// empty where nothing was, or in files of earlier versions.
    std::vector<ScalingLine> scaling_lines = {};
    bool operator==(const DataIdentity&) const = default;
};

[[nodiscard]] DataIdentity identityOf(const Dataset& dataset);

/// How the data differ from those that were trained on, in words that name what does; nothing where they do not.
/// "its classes were "a", "b" and "c", and are "b", "c" and "d"".
[[nodiscard]] std::optional<std::string> differenceOf(const DataIdentity& trained, const DataIdentity& now);

/// The same of their columns alone.
[[nodiscard]] std::optional<std::string> featureDifference(const DataIdentity& trained, const DataIdentity& now);

/// As a file's metadata, and back; nothing where there is none in it, as in files of earlier versions.
[[nodiscard]] std::map<std::string, std::string> toMetadata(const DataIdentity& identity);
[[nodiscard]] std::optional<DataIdentity> identityFrom(const std::map<std::string, std::string>& metadata);

} // namespace ligature
