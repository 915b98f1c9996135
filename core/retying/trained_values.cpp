// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/retying/trained_values.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace ligature {

namespace {

/// How a vector changes through a coefficient: values by c, averages of gradients by 1/c, of their squares by 1/c².
enum class Carried { Value, Gradient, SquaredGradient };

float throughCoefficient(float entry, double coefficient, Carried as)
{
    if (as == Carried::Value)
        return static_cast<float>(coefficient) * entry; // As the kernel that reads it does.
    const double scale = as == Carried::Gradient ? coefficient : coefficient * coefficient;
    const auto carried = static_cast<float>(entry / scale);
    return std::isfinite(carried) ? carried : 0.0F;
}

std::vector<float> readVector(const std::vector<float>& from, const LinearRead& how, Carried as)
{
    if (from.empty())
        return {};
    std::vector<float> seen(how.index.size());
    for (std::size_t i = 0; i < seen.size(); ++i) {
        const float entry = from[static_cast<std::size_t>(how.index[i])];
        seen[i] = how.coefficient.empty() ? entry : throughCoefficient(entry, how.coefficient[i], as);
    }
    return seen;
}

float backThroughCoefficient(float entry, double coefficient, Carried as)
{
    switch (as) {
    case Carried::Value: return entry / static_cast<float>(coefficient);
    case Carried::Gradient: return static_cast<float>(entry * coefficient);
    case Carried::SquaredGradient: return static_cast<float>(entry * coefficient * coefficient);
    }
    return entry;
}

std::vector<float> writeVector(std::vector<float> to, std::size_t size, const std::vector<float>& seen,
                               const LinearRead& how, Carried as)
{
    if (seen.empty())
        return to;
    to.resize(size, 0.0F);
    std::vector<double> sums(size, 0.0);
    std::vector<int> reads(size, 0);
    for (std::size_t i = 0; i < how.index.size(); ++i) {
        const double coefficient = how.coefficient.empty() ? 1.0 : how.coefficient[i];
        if (coefficient == 0.0)
            continue;
        const auto at = static_cast<std::size_t>(how.index[i]);
        sums[at] +=
            static_cast<double>(coefficient == 1.0 ? seen[i] : backThroughCoefficient(seen[i], coefficient, as));
        ++reads[at];
    }
    for (std::size_t at = 0; at < size; ++at) {
        if (reads[at] > 0)
            to[at] = static_cast<float>(sums[at] / reads[at]);
    }
    return to;
}

std::vector<float> meanVector(const std::vector<float>& a, const std::vector<float>& b)
{
    std::vector<float> mean(std::max(a.size(), b.size()));
    for (std::size_t i = 0; i < mean.size(); ++i) {
        const double of_a = i < a.size() ? a[i] : 0.0;
        const double of_b = i < b.size() ? b[i] : 0.0;
        mean[i] = static_cast<float>((of_a + of_b) / 2);
    }
    return mean;
}

Carried carriedAs(StateKind kind)
{
    if (kind == StateKind::Value)
        return Carried::Value;
    return kind == StateKind::SquaredGradient ? Carried::SquaredGradient : Carried::Gradient;
}

/// What squares that are kept by row and by column are as squares of each value: so a vector's are called.
constexpr const char* wholeSquares = "square";

const TrainedVector* findVector(const TrainedParameter& parameter, StateKind kind)
{
    const auto found = std::ranges::find(parameter.state, kind, &TrainedVector::kind);
    return found == parameter.state.end() ? nullptr : &*found;
}

bool hasFactors(const TrainedParameter& parameter)
{
    return findVector(parameter, StateKind::RowSquares) != nullptr &&
           findVector(parameter, StateKind::ColumnSquares) != nullptr;
}

std::size_t extentFromTheEnd(const Shape& shape, std::size_t axis)
{
    return static_cast<std::size_t>(shape[shape.rank() - axis]);
}

/// With the squares of each value in place of those by row and by column: R C / mean(R), of each matrix.
TrainedParameter withWholeSquares(TrainedParameter parameter)
{
    if (!hasFactors(parameter))
        return parameter;
    const std::vector<float> by_row = findVector(parameter, StateKind::RowSquares)->values;
    const std::vector<float> by_column = findVector(parameter, StateKind::ColumnSquares)->values;
    const std::size_t rows = extentFromTheEnd(parameter.shape, 2);
    const std::size_t columns = extentFromTheEnd(parameter.shape, 1);
    std::vector<float> squares;
    for (std::size_t row = 0; row < by_row.size(); ++row) {
        const std::size_t matrix = row / rows;
        const float* const beside = by_row.data() + matrix * rows;
        const double mean = std::accumulate(beside, beside + rows, 0.0) / static_cast<double>(rows);
        for (std::size_t column = 0; column < columns; ++column) {
            const double product =
                static_cast<double>(by_row[row]) * static_cast<double>(by_column[matrix * columns + column]);
            squares.push_back(mean > 0 ? static_cast<float>(product / mean) : 0.0F);
        }
    }
    std::erase_if(parameter.state, [](const TrainedVector& vector) {
        return vector.kind == StateKind::RowSquares || vector.kind == StateKind::ColumnSquares;
    });
    parameter.state.push_back({wholeSquares, StateKind::SquaredGradient, std::move(squares)});
    return parameter;
}

/// The other way: the means by row and by column of what withWholeSquares() made, by the names that `like` has for
/// them. A parameter without rows and columns keeps it.
TrainedParameter withFactors(TrainedParameter parameter, const TrainedParameter& like)
{
    const std::vector<float> squares = parameter.stateVector(wholeSquares);
    if (parameter.shape.rank() < 2 || squares.empty())
        return parameter;
    const std::size_t rows = extentFromTheEnd(parameter.shape, 2);
    const std::size_t columns = extentFromTheEnd(parameter.shape, 1);
    std::vector<double> by_row(squares.size() / columns);
    std::vector<double> by_column(squares.size() / rows);
    for (std::size_t at = 0; at < squares.size(); ++at) {
        const std::size_t row = at / columns;
        by_row[row] += static_cast<double>(squares[at]) / static_cast<double>(columns);
        by_column[row / rows * columns + at % columns] += static_cast<double>(squares[at]) / static_cast<double>(rows);
    }
    std::erase_if(parameter.state, [](const TrainedVector& vector) { return vector.name == wholeSquares; });
    for (const auto& [kind, means] :
         {std::pair{StateKind::RowSquares, &by_row}, std::pair{StateKind::ColumnSquares, &by_column}}) {
        parameter.state.push_back(
            {findVector(like, kind)->name, kind, std::vector<float>(means->begin(), means->end())});
    }
    return parameter;
}

bool isTransposition(const LinearRead& how, const Shape& shape)
{
    if (shape.rank() != 2 || !how.coefficient.empty() || std::cmp_not_equal(how.index.size(), shape.elementCount()))
        return false;
    for (std::int64_t i = 0; std::cmp_less(i, how.index.size()); ++i) {
        if (std::cmp_not_equal(how.index[static_cast<std::size_t>(i)], i % shape[0] * shape[1] + i / shape[0]))
            return false;
    }
    return true;
}

/// What a transposition makes of a parameter's squares by row or by column.
const std::vector<float>& factorsOf(const TrainedParameter& transposed, StateKind kind)
{
    const StateKind other = kind == StateKind::RowSquares ? StateKind::ColumnSquares : StateKind::RowSquares;
    return findVector(transposed, other)->values;
}

/// The rows' squares are the columns' and the other way round; exact, as R C / mean(R) is not.
void exchangeFactors(TrainedParameter& parameter)
{
    TrainedVector* rows = nullptr;
    TrainedVector* columns = nullptr;
    for (TrainedVector& vector : parameter.state) {
        if (vector.kind == StateKind::RowSquares)
            rows = &vector;
        else if (vector.kind == StateKind::ColumnSquares)
            columns = &vector;
    }
    if (rows != nullptr && columns != nullptr)
        std::swap(rows->values, columns->values);
}

/// What the optimizers of both keep: each name once.
std::vector<TrainedVector> namesOfBoth(const TrainedParameter& a, const TrainedParameter& b)
{
    std::vector<TrainedVector> names;
    for (const TrainedParameter* const one : {&a, &b}) {
        for (const TrainedVector& vector : one->state) {
            if (std::ranges::find(names, vector.name, &TrainedVector::name) == names.end())
                names.push_back({vector.name, vector.kind, {}});
        }
    }
    return names;
}

} // namespace

TrainedParameter readThrough(const TrainedParameter& parameter, const View& view)
{
    if (view.empty())
        return parameter;
    const LinearRead how = read(view, parameter.shape);
    const bool transposes = isTransposition(how, parameter.shape);
    if (hasFactors(parameter) && !transposes)
        return withFactors(readThrough(withWholeSquares(parameter), view), parameter);
    TrainedParameter seen{outputShape(view, parameter.shape).value_or(parameter.shape),
                          readVector(parameter.values, how, Carried::Value), parameter.state};
    for (TrainedVector& vector : seen.state) {
        if (isOfParameterShape(vector.kind))
            vector.values = readVector(vector.values, how, carriedAs(vector.kind));
    }
    if (transposes)
        exchangeFactors(seen);
    return seen;
}

TrainedParameter writtenThrough(const TrainedParameter& parameter, const View& view, const TrainedParameter& seen)
{
    const LinearRead how = read(view, parameter.shape);
    const bool transposes = isTransposition(how, parameter.shape);
    if ((hasFactors(parameter) || hasFactors(seen)) && !view.empty() && !transposes) {
        return withFactors(writtenThrough(withWholeSquares(parameter), view, withWholeSquares(seen)),
                           hasFactors(parameter) ? parameter : seen);
    }
    const std::size_t size = parameter.values.size();
    TrainedParameter written{parameter.shape, writeVector(parameter.values, size, seen.values, how, Carried::Value),
                             namesOfBoth(parameter, seen)};
    for (TrainedVector& vector : written.state) {
        const std::vector<float>& own = parameter.stateVector(vector.name);
        const std::vector<float>& its = seen.stateVector(vector.name);
        if (isOfParameterShape(vector.kind))
            vector.values = writeVector(own, size, its, how, carriedAs(vector.kind));
        else if (vector.kind == StateKind::Number || !transposes)
            vector.values = its.empty() ? own : its;
        else // Of the view's rows are the parameter's columns.
            vector.values = its.empty() ? own : factorsOf(seen, vector.kind);
    }
    return written;
}

TrainedParameter meanOf(const TrainedParameter& a, const TrainedParameter& b)
{
    TrainedParameter mean{a.shape, meanVector(a.values, b.values), namesOfBoth(a, b)};
    for (TrainedVector& vector : mean.state)
        vector.values = meanVector(a.stateVector(vector.name), b.stateVector(vector.name));
    return mean;
}

double largestDifference(const TrainedParameter& a, const TrainedParameter& b)
{
    double largest = 0;
    for (std::size_t i = 0; i < std::min(a.values.size(), b.values.size()); ++i)
        largest = std::max(largest, std::abs(static_cast<double>(a.values[i]) - static_cast<double>(b.values[i])));
    return largest;
}

} // namespace ligature
