// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "core/network/network.h"
#include "core/program/weights.h"
#include "core/views/view.h"

namespace ligature {

/// A tensor as a matrix, for a picture: its first axis down, all others across; a vector is one row. Kernels (outputs,
/// inputs, height, width) lie as tiles: one for each output down and each input across. Where it has more rows or
/// columns than a picture can show, each field stands for a block of entries and holds the one that is furthest from 0,
/// so that no extreme is lost.
struct MatrixMap {
    std::int64_t rows = 0; ///< of the matrix
    std::int64_t columns = 0;
    std::int64_t tile_rows = 1; ///< of a kernel; 1 where there are none
    std::int64_t tile_columns = 1;
    std::int64_t field_rows = 0; ///< of the picture; no more than the matrix has
    std::int64_t field_columns = 0;
    std::vector<float> fields; ///< row by row
    double least = 0;          ///< of all finite entries
    double greatest = 0;
    double norm = 0; ///< Euclidean, of all entries

    [[nodiscard]] float field(std::int64_t row, std::int64_t column) const
    {
        return fields[static_cast<std::size_t>(row * field_columns + column)];
    }
    /// The first row (or column) of the matrix that a field stands for; of one behind the last: how many there are.
    [[nodiscard]] std::int64_t firstRow(std::int64_t field_row) const { return field_row * rows / field_rows; }
    [[nodiscard]] std::int64_t firstColumn(std::int64_t field_column) const
    {
        return field_column * columns / field_columns;
    }
};

/// What a use reads of its parameter.
struct UseValues {
    const ParameterValues* parameter = nullptr; ///< not owned
    View view = {};                             ///< fits the parameter
};

/// What the slot reads in a network with those weights; nothing where the network has no such slot, or the weights lack
/// its parameter.
[[nodiscard]] std::optional<UseValues> valuesOfUse(const Network& network, const Weights& weights, const Slot& slot);

/// Where in the tensor an entry of the matrix is, row-major.
[[nodiscard]] std::int64_t placeOf(const Shape& shape, std::int64_t row, std::int64_t column);

/// The shape that is read.
[[nodiscard]] Shape shapeOf(const UseValues& use);

/// Takes memory for a row of the matrix and for the fields, whatever the size of the tensor.
/// @param most fields in a row and in a column
[[nodiscard]] MatrixMap matrixMapOf(const UseValues& use, std::int64_t most);
/// Of one less the other, entry by entry; of the same shape.
[[nodiscard]] MatrixMap differenceMapOf(const UseValues& use, const UseValues& other, std::int64_t most);

} // namespace ligature
