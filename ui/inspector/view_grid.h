// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "core/views/view.h"

namespace ligature {

/// A tensor laid out as a table: a vector in one row, or wrapped where it is long; a matrix as it is; of more axes, the
/// last two as blocks beside and below each other (a convolution's weight: a row of kernels for each output channel).
/// Large ones are sampled: the table has at most mostLines lines of each kind, at even distances.
class FoldedShape {
public:
    static constexpr std::int64_t exactCells = 4096; ///< up to so many entries, each has its cell
    static constexpr std::int64_t mostLines = 64;

    FoldedShape() = default;
    explicit FoldedShape(const Shape& shape);

    [[nodiscard]] std::int64_t rows() const { return m_shown_rows; }
    [[nodiscard]] std::int64_t columns() const { return m_shown_columns; }
    [[nodiscard]] std::int64_t entries() const { return m_entries; }
    /// Whether a block ends with the line, and another follows.
    [[nodiscard]] bool blockEndsBelow(std::int64_t row) const;
    [[nodiscard]] bool blockEndsRightOf(std::int64_t column) const;
    [[nodiscard]] bool isSampled() const { return m_shown_rows != m_rows || m_shown_columns != m_columns; }
    /// The entry, row-major, that a cell shows; -1 in the rest of a wrapped vector's last line.
    [[nodiscard]] std::int64_t entryAt(std::int64_t row, std::int64_t column) const;
    /// The cell, row * columns() + column, in which an entry lies.
    [[nodiscard]] std::int64_t cellOf(std::int64_t entry) const;

    /// Where an entry lies, from 0 to 1: across and down its block, and its block among all.
    struct Place {
        double across = 0;
        double down = 0;
        double block = 0;
    };
    [[nodiscard]] Place placeOf(std::int64_t entry) const;

private:
    std::int64_t m_entries = 1;
    std::int64_t m_rows = 1;
    std::int64_t m_columns = 1;
    std::int64_t m_shown_rows = 1;
    std::int64_t m_shown_columns = 1;
    std::int64_t m_block_rows = 1; ///< of the last two axes
    std::int64_t m_block_columns = 1;
    std::int64_t m_blocks_across = 1;
    bool m_is_vector = true;
};

/// What is read of a parameter through a view, cell by cell of both tables.
struct ViewGrid {
    FoldedShape parameter = {};
    FoldedShape result = {};
    std::vector<bool> is_read = {};        ///< cells of the parameter
    std::vector<std::int64_t> source = {}; ///< for each cell of the result: which entry it reads; -1 for no cell
    std::vector<double> coefficient = {};  ///< times what
};

/// Takes time and memory for some ten thousand entries, however large the shapes are.
/// @param input the parameter's shape, which the view fits
[[nodiscard]] ViewGrid viewGrid(const View& view, const Shape& input);

} // namespace ligature
