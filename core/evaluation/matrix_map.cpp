// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/matrix_map.h"

#include <algorithm>
#include <cmath>

namespace ligature {

namespace {

/// How a tensor lies as a matrix.
struct MatrixLayout {
    explicit MatrixLayout(const Shape& shape)
    {
        if (shape.rank() == 4) {
            tile_rows = shape[2];
            tile_columns = shape[3];
            rows = shape[0] * tile_rows;
            columns = shape[1] * tile_columns;
        } else {
            rows = shape.rank() < 2 ? 1 : shape[0];
            columns = rows == 0 ? 0 : shape.elementCount() / rows;
        }
    }
    [[nodiscard]] std::int64_t place(std::int64_t row, std::int64_t column) const
    {
        const std::int64_t tile = row / tile_rows * (columns / tile_columns) + column / tile_columns;
        return (tile * tile_rows + row % tile_rows) * tile_columns + column % tile_columns;
    }

    std::int64_t rows = 0;
    std::int64_t columns = 0;
    std::int64_t tile_rows = 1;
    std::int64_t tile_columns = 1;
};

/// Reads a use a row at a time.
class RowReader {
public:
    RowReader(const UseValues& use, const MatrixLayout& layout) : m_use(use), m_layout(layout) {}

    void read(std::int64_t row, std::span<float> values)
    {
        m_places.index.resize(values.size());
        for (std::size_t i = 0; i < values.size(); ++i)
            m_places.index[i] = m_layout.place(row, static_cast<std::int64_t>(i));
        m_places.coefficient.clear();
        if (!m_use.view.empty())
            ligature::read(m_use.view, m_use.parameter->shape, m_places);
        for (std::size_t i = 0; i < m_places.index.size(); ++i) {
            const float value = m_use.parameter->values[static_cast<std::size_t>(m_places.index[i])];
            values[i] = m_places.coefficient.empty()
                            ? value
                            : static_cast<float>(static_cast<double>(value) * m_places.coefficient[i]);
        }
    }

private:
    const UseValues& m_use;
    MatrixLayout m_layout;
    LinearRead m_places;
};

MatrixMap mapOf(const MatrixLayout& layout, std::int64_t most,
                const std::function<void(std::int64_t, std::span<float>)>& read)
{
    MatrixMap map;
    map.rows = layout.rows;
    map.columns = layout.columns;
    map.tile_rows = layout.tile_rows;
    map.tile_columns = layout.tile_columns;
    map.field_rows = std::min(map.rows, most);
    map.field_columns = std::min(map.columns, most);
    map.fields.resize(static_cast<std::size_t>(map.field_rows * map.field_columns));
    std::vector<float> row(static_cast<std::size_t>(map.columns));
    double squares = 0;
    bool has_finite = false;
    for (std::int64_t field_row = 0; field_row < map.field_rows; ++field_row) {
        float* const fields = map.fields.data() + field_row * map.field_columns;
        for (std::int64_t r = map.firstRow(field_row); r < map.firstRow(field_row + 1); ++r) {
            read(r, row);
            for (std::int64_t field = 0; field < map.field_columns; ++field) {
                for (std::int64_t c = map.firstColumn(field); c < map.firstColumn(field + 1); ++c) {
                    const float value = row[static_cast<std::size_t>(c)];
                    squares += static_cast<double>(value) * static_cast<double>(value);
                    // What is no number stays: it is what people look for.
                    if (std::isnan(value) || std::abs(value) > std::abs(fields[field]))
                        fields[field] = value;
                    if (!std::isfinite(value))
                        continue;
                    map.least =
                        has_finite ? std::min(map.least, static_cast<double>(value)) : static_cast<double>(value);
                    map.greatest =
                        has_finite ? std::max(map.greatest, static_cast<double>(value)) : static_cast<double>(value);
                    has_finite = true;
                }
            }
        }
    }
    map.norm = std::sqrt(squares);
    return map;
}

} // namespace

std::optional<UseValues> valuesOfUse(const Network& network, const Weights& weights, const Slot& slot)
{
    const auto tie = network.ties.find(slot);
    if (tie == network.ties.end())
        return std::nullopt;
    const auto values = std::ranges::find(weights.parameters, tie->second.parameter, &ParameterValues::parameter);
    if (values == weights.parameters.end() || !outputShape(tie->second.view, values->shape))
        return std::nullopt;
    return UseValues{&*values, tie->second.view};
}

Shape shapeOf(const UseValues& use)
{
    return outputShape(use.view, use.parameter->shape).value_or(Shape{});
}

std::int64_t placeOf(const Shape& shape, std::int64_t row, std::int64_t column)
{
    return MatrixLayout(shape).place(row, column);
}

MatrixMap matrixMapOf(const UseValues& use, std::int64_t most)
{
    const MatrixLayout layout(shapeOf(use));
    RowReader reader(use, layout);
    return mapOf(layout, most, [&](std::int64_t row, std::span<float> values) { reader.read(row, values); });
}

MatrixMap differenceMapOf(const UseValues& use, const UseValues& other, std::int64_t most)
{
    const MatrixLayout layout(shapeOf(use));
    RowReader reader(use, layout);
    RowReader other_reader(other, layout);
    std::vector<float> of_other(static_cast<std::size_t>(layout.columns));
    return mapOf(layout, most, [&](std::int64_t row, std::span<float> values) {
        reader.read(row, values);
        other_reader.read(row, of_other);
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] -= of_other[i];
    });
}

} // namespace ligature
