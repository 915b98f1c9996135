// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/matrix_map.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ligature {

namespace {

/// Reads a use a row at a time.
class RowReader {
public:
    RowReader(const UseValues& use, std::int64_t columns) : m_use(use), m_columns(columns) {}

    void read(std::int64_t row, std::span<float> values)
    {
        const std::int64_t first = row * m_columns;
        if (m_use.view.empty()) {
            std::copy_n(m_use.parameter->values.begin() + first, m_columns, values.begin());
            return;
        }
        m_places.index.resize(static_cast<std::size_t>(m_columns));
        std::iota(m_places.index.begin(), m_places.index.end(), first);
        m_places.coefficient.clear();
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
    std::int64_t m_columns;
    LinearRead m_places;
};

MatrixMap mapOf(const Shape& shape, std::int64_t most, const std::function<void(std::int64_t, std::span<float>)>& read)
{
    MatrixMap map;
    map.rows = shape.rank() < 2 ? 1 : shape[0];
    map.columns = map.rows == 0 ? 0 : shape.elementCount() / map.rows;
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

MatrixMap matrixMapOf(const UseValues& use, std::int64_t most)
{
    const Shape shape = shapeOf(use);
    const std::int64_t rows = shape.rank() < 2 ? 1 : shape[0];
    RowReader reader(use, shape.elementCount() / std::max<std::int64_t>(1, rows));
    return mapOf(shape, most, [&](std::int64_t row, std::span<float> values) { reader.read(row, values); });
}

MatrixMap differenceMapOf(const UseValues& use, const UseValues& other, std::int64_t most)
{
    const Shape shape = shapeOf(use);
    const std::int64_t rows = shape.rank() < 2 ? 1 : shape[0];
    const std::int64_t columns = shape.elementCount() / std::max<std::int64_t>(1, rows);
    RowReader reader(use, columns);
    RowReader other_reader(other, columns);
    std::vector<float> of_other(static_cast<std::size_t>(columns));
    return mapOf(shape, most, [&](std::int64_t row, std::span<float> values) {
        reader.read(row, values);
        other_reader.read(row, of_other);
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] -= of_other[i];
    });
}

} // namespace ligature
