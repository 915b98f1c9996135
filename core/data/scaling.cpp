// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/scaling.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

namespace ligature {

namespace {

/// A column becomes (value - offset) / unit. Dividing doubles and rounding once gives the very bits that dividing
/// floats gives, so that pixels divided by 255 are those of other programs.
struct Line {
    double offset = 0;
    double unit = 1;
};

struct Extremes {
    float least = 0;
    float greatest = 0;
};

/// The features as a matrix, a row a sample.
struct Rows {
    explicit Rows(Dataset& dataset)
        : values(dataset.features.data()), count(static_cast<std::size_t>(dataset.sample_count)),
          columns(static_cast<std::size_t>(dataset.feature_shape.elementCount()))
    {
    }
    [[nodiscard]] float* row(std::size_t i) const { return values + i * columns; }
    float* values;
    std::size_t count;
    std::size_t columns;
};

std::vector<Extremes> extremes(const Rows& rows)
{
    std::vector<Extremes> result;
    for (std::size_t column = 0; column < rows.columns; ++column)
        result.push_back({rows.row(0)[column], rows.row(0)[column]});
    for (std::size_t i = 1; i < rows.count; ++i) {
        const float* const row = rows.row(i);
        for (std::size_t column = 0; column < rows.columns; ++column) {
            result[column].least = std::min(result[column].least, row[column]);
            result[column].greatest = std::max(result[column].greatest, row[column]);
        }
    }
    return result;
}

std::vector<Line> standardLines(const Rows& rows)
{
    const auto count = static_cast<double>(rows.count);
    std::vector<double> means(rows.columns);
    std::vector<double> squares(rows.columns);
    for (std::size_t i = 0; i < rows.count; ++i) {
        const float* const row = rows.row(i);
        for (std::size_t column = 0; column < rows.columns; ++column)
            means[column] += static_cast<double>(row[column]);
    }
    for (double& mean : means)
        mean /= count;
    for (std::size_t i = 0; i < rows.count; ++i) {
        const float* const row = rows.row(i);
        for (std::size_t column = 0; column < rows.columns; ++column) {
            const double difference = static_cast<double>(row[column]) - means[column];
            squares[column] += difference * difference;
        }
    }
    // Rounding gives a constant column a tiny deviation, so that it would become noise: ask for the extremes instead.
    const std::vector<Extremes> range = extremes(rows);
    std::vector<Line> lines(rows.columns);
    for (std::size_t column = 0; column < rows.columns; ++column) {
        if (range[column].least < range[column].greatest)
            lines[column] = {means[column], std::sqrt(squares[column] / count)};
        else
            lines[column] = {static_cast<double>(range[column].least), 1};
    }
    return lines;
}

Line unitLine(const Extremes& range)
{
    const auto least = static_cast<double>(range.least);
    return {least, range.least < range.greatest ? static_cast<double>(range.greatest) - least : 1};
}

std::vector<Line> unitLines(const Rows& rows, bool one_unit)
{
    const std::vector<Extremes> range = extremes(rows);
    std::vector<Line> lines;
    if (!one_unit) {
        for (const Extremes& column : range)
            lines.push_back(unitLine(column));
        return lines;
    }
    Extremes all = range.front();
    for (const Extremes& column : range) {
        all.least = std::min(all.least, column.least);
        all.greatest = std::max(all.greatest, column.greatest);
    }
    return std::vector<Line>(rows.columns, unitLine(all));
}

void applyLines(const Rows& rows, const std::vector<Line>& lines)
{
    for (std::size_t i = 0; i < rows.count; ++i) {
        float* const row = rows.row(i);
        for (std::size_t column = 0; column < rows.columns; ++column)
            row[column] =
                static_cast<float>((static_cast<double>(row[column]) - lines[column].offset) / lines[column].unit);
    }
}

} // namespace

std::span<const AttributeChoice> scalingChoices()
{
    static const std::array<AttributeChoice, 3> choices{{
        {"none", "As they are"},
        {"standardize", "Mean 0, standard deviation 1"},
        {"unit_range", "From 0 to 1"},
    }};
    return choices;
}

Result<void> checkScaling(std::string_view scaling)
{
    std::string names;
    for (const AttributeChoice& choice : scalingChoices()) {
        if (choice.value == scaling)
            return {};
        names += (names.empty() ? "" : ", ") + choice.value;
    }
    return fail("data", "there is no scaling \"" + std::string(scaling) + "\"", "choose one of " + names);
}

Result<void> scaleFeatures(Dataset& dataset, std::string_view scaling)
{
    if (const auto known = checkScaling(scaling); !known)
        return known;
    const Rows rows(dataset);
    if (scaling == "none" || rows.count == 0 || rows.columns == 0)
        return {};
    applyLines(rows, scaling == "standardize" ? standardLines(rows) : unitLines(rows, dataset.feature_names.empty()));
    return {};
}

} // namespace ligature
