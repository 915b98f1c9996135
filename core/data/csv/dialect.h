// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/error/result.h"

namespace ligature {

/// How a CSV text is cut into rows and cells.
struct CsvDialect {
    std::string delimiter = ","; ///< one character of any width, or several; a space stands for spaces and tabs
    /// Lines at the front that are no part of the table: those that are skipped, a "sep=" line, a preamble.
    std::size_t lines_before = 0;
    std::string comment = {}; ///< what lines begin with that are left out; may be empty
    /// A line that begins so and has as many cells as the table is one of its lines; where `comment` was detected.
    bool comment_yields = false;
    /// The line (from 1) that a comment's sign is taken off, as numpy writes its header; 0 for none.
    std::size_t commented_header = 0;
    bool operator==(const CsvDialect&) const = default;
};

/// What a user says about it, by the options' names; "auto" leaves it to the look of the first lines.
struct CsvDialectChoices {
    std::string delimiter = "auto";
    std::string other_delimiter = {}; ///< where delimiter is "other"
    std::string comments = "auto";
    std::size_t skip_lines = 0;
};

/// The dialect that the first lines speak.
/// The delimiter: what a line "sep=;" at the front says; the first of tab, semicolon, comma and bar that each line has
/// equally often, after a preamble of lines that have none of it (or, where no delimiter is so, lines that have it
/// another number of times and hold no numbers, before three lines or more of a table); then a space, where the lines
/// have equally many words and one of the last line's is a number; then a colon, where it is so and the lines hold no
/// times of day; a comma otherwise. Semicolons come before commas because those files write "3,5". Comments: lines that
/// begin with "#", unless they are all, or the last before the table names its columns. Errors: another delimiter is
/// chosen and not given, or cannot be one.
/// @param where names the file in errors
[[nodiscard]] Result<CsvDialect> detectDialect(std::string_view text, const CsvDialectChoices& choices,
                                               const std::string& where);

/// Whether a line before the table that begins with the sign is one by its look: "# by the logger" and "#a,b" are,
/// "#happy" may be a cell.
[[nodiscard]] bool looksLikeComment(std::string_view line, std::string_view sign);

/// As people call it: "a comma", "\"^\"".
[[nodiscard]] std::string delimiterName(std::string_view delimiter);

/// How many cells a line has in a dialect, quotes minded.
[[nodiscard]] std::size_t cellsIn(std::string_view line, std::string_view delimiter);

} // namespace ligature
