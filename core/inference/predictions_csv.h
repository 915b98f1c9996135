// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/error/result.h"
#include "core/inference/predictions.h"

namespace ligature {

/// Predictions as a table in UTF-8 (RFC 4180, lines end with a newline): a row a sample, its number from 1 in the
/// column "sample". Of a class its name, in the column that the data call it, and the probability of each, in columns
/// such as "species=setosa"; of a text the tokens that follow. Where there are several predictions, columns begin with
/// their names: "classify.digit". Numbers are the shortest that read back to the same bits. An error where a
/// prediction is no finite number.
/// @param where what the predictions are of, in errors
[[nodiscard]] Result<std::string> predictionsCsv(const Predictions& predictions, const std::string& where);

} // namespace ligature
