// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/scaling.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string>
#include <vector>

namespace ligature {

namespace {

struct Extremes {
    double least = 0;
    double greatest = 0;
};

/// The features as a matrix, a row a sample: as floats, or as they were read where floats round them.
class Rows {
public:
    explicit Rows(Dataset& dataset)
        : m_floats(dataset.features.data()), m_count(static_cast<std::size_t>(dataset.sample_count)),
          m_columns(static_cast<std::size_t>(dataset.feature_shape.elementCount())), m_exact(dataset.exact),
          m_exact_column(m_columns, npos)
    {
        for (std::size_t i = 0; i < m_exact.columns.size(); ++i)
            m_exact_column[m_exact.columns[i]] = i;
    }
    static constexpr std::size_t npos = static_cast<std::size_t>(-1);

    [[nodiscard]] std::size_t count() const { return m_count; }
    [[nodiscard]] std::size_t columns() const { return m_columns; }
    /// Less what the column's values are less of, which no scaling minds.
    [[nodiscard]] double value(std::size_t row, std::size_t column) const
    {
        const std::size_t exact = m_exact_column[column];
        return exact == npos ? static_cast<double>(m_floats[row * m_columns + column])
                             : m_exact.values[row * m_exact.columns.size() + exact];
    }
    void set(std::size_t row, std::size_t column, double scaled)
    {
        m_floats[row * m_columns + column] = static_cast<float>(scaled);
    }

private:
    float* m_floats;
    std::size_t m_count;
    std::size_t m_columns;
    const ExactFeatures& m_exact;
    std::vector<std::size_t> m_exact_column;
};

std::vector<Extremes> extremes(const Rows& rows)
{
    std::vector<Extremes> result;
    for (std::size_t column = 0; column < rows.columns(); ++column)
        result.push_back({rows.value(0, column), rows.value(0, column)});
    for (std::size_t i = 1; i < rows.count(); ++i) {
        for (std::size_t column = 0; column < rows.columns(); ++column) {
            result[column].least = std::min(result[column].least, rows.value(i, column));
            result[column].greatest = std::max(result[column].greatest, rows.value(i, column));
        }
    }
    return result;
}

/// Sums are of what the values differ from the column's first, so that a large common part costs no digits.
std::vector<ScalingLine> standardLines(const Rows& rows)
{
    const auto count = static_cast<double>(rows.count());
    std::vector<double> means(rows.columns());
    std::vector<double> squares(rows.columns());
    for (std::size_t i = 1; i < rows.count(); ++i) {
        for (std::size_t column = 0; column < rows.columns(); ++column)
            means[column] += rows.value(i, column) - rows.value(0, column);
    }
    for (double& mean : means)
        mean /= count;
    for (std::size_t i = 0; i < rows.count(); ++i) {
        for (std::size_t column = 0; column < rows.columns(); ++column) {
            const double difference = (rows.value(i, column) - rows.value(0, column)) - means[column];
            squares[column] += difference * difference;
        }
    }
    // Rounding gives a constant column a tiny deviation, so that it would become noise: ask for the extremes instead.
    const std::vector<Extremes> range = extremes(rows);
    std::vector<ScalingLine> lines(rows.columns());
    for (std::size_t column = 0; column < rows.columns(); ++column) {
        if (range[column].least < range[column].greatest)
            lines[column] = {0, rows.value(0, column), means[column], std::sqrt(squares[column] / count)};
        else
            lines[column] = {0, range[column].least, 0, 1};
    }
    return lines;
}

ScalingLine unitLine(const Extremes& range)
{
    return {0, range.least, 0, range.least < range.greatest ? range.greatest - range.least : 1};
}

std::vector<ScalingLine> unitLines(const Rows& rows, bool one_unit)
{
    const std::vector<Extremes> range = extremes(rows);
    std::vector<ScalingLine> lines;
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
    return std::vector<ScalingLine>(rows.columns(), unitLine(all));
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

bool losesDigits(long double value)
{
    return std::fabs(value) > largestWholeFloat && static_cast<long double>(static_cast<float>(value)) != value;
}

std::string lostDigitsRemark(const std::string& column, std::uint64_t count, long double first)
{
    const auto text = [](long double value) {
        std::array<char, 64> characters{};
        // As many digits as it has, where it is a whole number of 64 bits.
        const bool is_whole = std::fabs(value) < 1.8e19L && value == std::floor(value);
        const auto end = is_whole ? std::to_chars(characters.data(), characters.data() + characters.size(), value,
                                                  std::chars_format::fixed, 0)
                                  : std::to_chars(characters.data(), characters.data() + characters.size(),
                                                  static_cast<double>(value));
        return std::string(characters.data(), end.ptr);
    };
    return "the column \"" + column + "\" loses digits: as a 32-bit number " + text(first) + " is " +
           text(static_cast<float>(first)) + ", and " +
           (count == 1 ? "it is the only one" : std::to_string(count) + " of its values are like it") +
           "; scale the data, or subtract a constant from the column";
}

void remarkLostDigits(Dataset& dataset)
{
    constexpr std::size_t most_remarks = 3;
    const ExactFeatures& exact = dataset.exact;
    const std::size_t width = exact.columns.size();
    std::size_t columns = 0;
    for (std::size_t i = 0; i < width; ++i) {
        std::uint64_t count = 0;
        long double first = 0;
        for (std::size_t place = i; place < exact.values.size(); place += width) {
            const long double value = exact.bases[i] + static_cast<long double>(exact.values[place]);
            if (losesDigits(value) && count++ == 0)
                first = value;
        }
        if (count == 0 || columns++ >= most_remarks)
            continue;
        const std::size_t feature = exact.columns[i];
        dataset.remarks.push_back(lostDigitsRemark(
            feature < dataset.feature_names.size() ? dataset.feature_names[feature] : std::to_string(feature + 1),
            count, first));
    }
    if (columns > most_remarks)
        dataset.remarks.push_back(std::to_string(columns - most_remarks) + " more columns lose digits likewise");
}

Result<void> scaleFeaturesBy(Dataset& dataset, std::string_view scaling, const std::vector<ScalingLine>& lines)
{
    Rows rows(dataset);
    const bool is_one = lines.size() == 1;
    if (!is_one && lines.size() != rows.columns())
        return fail(dataset.name,
                    "it has " + std::to_string(rows.columns()) + " features a sample, and data of " +
                        std::to_string(lines.size()) + " were trained on",
                    "choose data such as were trained on");
    std::vector<long double> bases(rows.columns());
    for (std::size_t i = 0; i < dataset.exact.columns.size(); ++i)
        bases[dataset.exact.columns[i]] = dataset.exact.bases[i];
    std::vector<double> shifts(rows.columns()); // 0 for the data that the lines were found of
    for (std::size_t column = 0; column < rows.columns(); ++column)
        shifts[column] = static_cast<double>(bases[column] - lines[is_one ? 0 : column].base);
    // Dividing doubles and rounding once gives the very bits that dividing floats gives, so that pixels divided by 255
    // are those of other programs.
    for (std::size_t i = 0; i < rows.count(); ++i) {
        for (std::size_t column = 0; column < rows.columns(); ++column) {
            const ScalingLine& line = lines[is_one ? 0 : column];
            rows.set(i, column, ((rows.value(i, column) + shifts[column] - line.origin) - line.offset) / line.unit);
        }
    }
    dataset.scaling = scaling;
    dataset.scaling_lines = lines;
    return {};
}

Result<void> scaleFeatures(Dataset& dataset, std::string_view scaling)
{
    if (const auto known = checkScaling(scaling); !known)
        return known;
    dataset.scaling = scaling;
    const Rows rows(dataset);
    if (scaling == "none" || rows.count() == 0 || rows.columns() == 0)
        return {};
    std::vector<ScalingLine> lines =
        scaling == "standardize" ? standardLines(rows) : unitLines(rows, dataset.feature_names.empty());
    for (std::size_t i = 0; i < dataset.exact.columns.size(); ++i)
        lines[dataset.exact.columns[i]].base = dataset.exact.bases[i];
    return scaleFeaturesBy(dataset, scaling, lines);
}

} // namespace ligature
