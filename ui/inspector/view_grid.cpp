// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/view_grid.h"

#include <algorithm>
#include <cmath>

namespace ligature {

namespace {

constexpr std::int64_t longestRow = 24;  // of a vector that is not wrapped
constexpr std::int64_t probes = 1 << 15; // places of what is read that tell which cells are

/// The first line that a sampled one shows.
std::int64_t lineOf(std::int64_t shown, std::int64_t shown_lines, std::int64_t lines)
{
    return shown * lines / shown_lines;
}

double fraction(std::int64_t at, std::int64_t extent)
{
    return extent > 1 ? static_cast<double>(at) / static_cast<double>(extent - 1) : 0.0;
}

} // namespace

FoldedShape::FoldedShape(const Shape& shape) : m_entries(shape.elementCount()), m_is_vector(shape.rank() < 2)
{
    if (m_is_vector) {
        const auto root = static_cast<std::int64_t>(std::ceil(std::sqrt(static_cast<double>(m_entries) * 1.6)));
        m_columns = m_entries <= longestRow ? m_entries : std::max(root, longestRow / 2);
        m_rows = (m_entries + m_columns - 1) / m_columns;
    } else {
        m_block_rows = shape[shape.rank() - 2];
        m_block_columns = shape[shape.rank() - 1];
        m_blocks_across = shape.rank() > 2 ? shape[shape.rank() - 3] : 1;
        m_columns = m_block_columns * m_blocks_across;
        m_rows = m_entries / m_columns;
    }
    const bool is_exact = m_entries <= exactCells;
    m_shown_rows = is_exact ? m_rows : std::min(m_rows, mostLines);
    m_shown_columns = is_exact ? m_columns : std::min(m_columns, mostLines);
}

bool FoldedShape::blockEndsBelow(std::int64_t row) const
{
    return !m_is_vector && !isSampled() && (row + 1) % m_block_rows == 0 && row + 1 < m_rows;
}

bool FoldedShape::blockEndsRightOf(std::int64_t column) const
{
    return !m_is_vector && !isSampled() && (column + 1) % m_block_columns == 0 && column + 1 < m_columns;
}

std::int64_t FoldedShape::entryAt(std::int64_t row, std::int64_t column) const
{
    const std::int64_t y = lineOf(row, m_shown_rows, m_rows);
    const std::int64_t x = lineOf(column, m_shown_columns, m_columns);
    if (m_is_vector) {
        const std::int64_t entry = y * m_columns + x;
        return entry < m_entries ? entry : -1;
    }
    const std::int64_t block = y / m_block_rows * m_blocks_across + x / m_block_columns;
    return (block * m_block_rows + y % m_block_rows) * m_block_columns + x % m_block_columns;
}

std::int64_t FoldedShape::cellOf(std::int64_t entry) const
{
    std::int64_t y = entry / m_columns;
    std::int64_t x = entry % m_columns;
    if (!m_is_vector) {
        const std::int64_t in_block = entry % (m_block_rows * m_block_columns);
        const std::int64_t block = entry / (m_block_rows * m_block_columns);
        y = block / m_blocks_across * m_block_rows + in_block / m_block_columns;
        x = block % m_blocks_across * m_block_columns + in_block % m_block_columns;
    }
    return y * m_shown_rows / m_rows * m_shown_columns + x * m_shown_columns / m_columns;
}

FoldedShape::Place FoldedShape::placeOf(std::int64_t entry) const
{
    if (m_is_vector)
        return {fraction(entry, m_entries), 0, 0};
    const std::int64_t size = m_block_rows * m_block_columns;
    const std::int64_t in_block = entry % size;
    return {fraction(in_block % m_block_columns, m_block_columns), fraction(in_block / m_block_columns, m_block_rows),
            fraction(entry / size, m_entries / size)};
}

ViewGrid viewGrid(const View& view, const Shape& input)
{
    const Result<Shape> output = outputShape(view, input);
    if (!output || output->elementCount() < 1 || input.elementCount() < 1)
        return {};
    ViewGrid grid{FoldedShape(input), FoldedShape(*output)};
    LinearRead cells;
    std::vector<std::size_t> cell_of;
    grid.source.assign(static_cast<std::size_t>(grid.result.rows() * grid.result.columns()), -1);
    grid.coefficient.assign(grid.source.size(), 1.0);
    for (std::int64_t row = 0; row < grid.result.rows(); ++row) {
        for (std::int64_t column = 0; column < grid.result.columns(); ++column) {
            const std::int64_t entry = grid.result.entryAt(row, column);
            if (entry < 0)
                continue;
            cells.index.push_back(entry);
            cell_of.push_back(static_cast<std::size_t>(row * grid.result.columns() + column));
        }
    }
    read(view, input, cells);
    for (std::size_t i = 0; i < cell_of.size(); ++i) {
        grid.source[cell_of[i]] = cells.index[i];
        if (!cells.coefficient.empty())
            grid.coefficient[cell_of[i]] = cells.coefficient[i];
    }
    grid.is_read.assign(static_cast<std::size_t>(grid.parameter.rows() * grid.parameter.columns()), false);
    const auto mark = [&](const LinearRead& places) {
        for (const std::int64_t entry : places.index)
            grid.is_read[static_cast<std::size_t>(grid.parameter.cellOf(entry))] = true;
    };
    mark(cells);
    // Between the sampled cells, the places at even distances.
    const std::int64_t count = output->elementCount();
    LinearRead others;
    for (std::int64_t i = 0; grid.result.isSampled() && i < std::min(count, probes); ++i)
        others.index.push_back(count <= probes ? i : count / probes * i);
    read(view, input, others);
    mark(others);
    return grid;
}

} // namespace ligature
