// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/data/csv/dialect.h"
#include "core/error/result.h"

namespace ligature {

/// The cells of a CSV file as text, the header's line included: quotes taken off, spaces around unquoted cells too.
/// Every row has equally many.
class CsvTable {
public:
    [[nodiscard]] std::size_t rowCount() const { return m_lines.size(); }
    [[nodiscard]] std::size_t columnCount() const { return m_column_count; }
    [[nodiscard]] std::string_view cell(std::size_t row, std::size_t column) const
    {
        const std::size_t i = row * m_column_count + column;
        const std::size_t begin = i == 0 ? 0 : m_ends[i - 1];
        return std::string_view(m_text).substr(begin, m_ends[i] - begin);
    }
    /// The line of the file that the row begins on, from 1: rows may span lines, and blank lines are no rows.
    [[nodiscard]] std::size_t line(std::size_t row) const { return m_lines[row]; }
    /// How many lines within the table were left out as comments.
    [[nodiscard]] std::size_t commentCount() const { return m_comment_count; }

private:
    friend class CsvReader;
    std::string m_text;                 ///< all cells, end to end
    std::vector<std::uint32_t> m_ends;  ///< where each cell ends in it
    std::vector<std::uint32_t> m_lines; ///< of each row
    std::size_t m_column_count = 0;
    std::size_t m_comment_count = 0;
};

/// How much of the text there is.
enum class CsvExtent {
    Whole,
    Head, ///< cut off somewhere: a last row without its line's end is left out
};

/// No file may be longer: a place in the text fits 32 bits, and a preview never waits for more.
inline constexpr std::uint64_t csvLargestFile = 1U << 30;

/// Parses with libcsv in its strict mode. Lines end with LF, CRLF or CR; blank ones are skipped (but in the middle of a
/// table of one column they are rows of an empty cell: there they are a missing value). Several spaces, and tabs, count
/// as one where the delimiter is a space.
/// Errors name line and column: a ragged row, a quotation mark in the wrong place or without its partner, too many
/// columns, a text that is too long, too little memory.
/// @param text valid UTF-8, as decodeText() gives it
/// @param where names the file in errors
[[nodiscard]] Result<CsvTable> parseCsv(std::string_view text, const CsvDialect& dialect, CsvExtent extent,
                                        const std::string& where);

} // namespace ligature
