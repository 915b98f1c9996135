// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/retying/trained_values.h"

#include <algorithm>
#include <cmath>

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
    return kind == StateKind::SquaredGradient ? Carried::SquaredGradient : Carried::Gradient;
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
    TrainedParameter seen{outputShape(view, parameter.shape).value_or(parameter.shape),
                          readVector(parameter.values, how, Carried::Value), parameter.state};
    for (TrainedVector& vector : seen.state) {
        if (vector.kind != StateKind::Number)
            vector.values = readVector(vector.values, how, carriedAs(vector.kind));
    }
    return seen;
}

TrainedParameter writtenThrough(const TrainedParameter& parameter, const View& view, const TrainedParameter& seen)
{
    const LinearRead how = read(view, parameter.shape);
    const std::size_t size = parameter.values.size();
    TrainedParameter written{parameter.shape, writeVector(parameter.values, size, seen.values, how, Carried::Value),
                             namesOfBoth(parameter, seen)};
    for (TrainedVector& vector : written.state) {
        const std::vector<float>& own = parameter.stateVector(vector.name);
        const std::vector<float>& its = seen.stateVector(vector.name);
        if (vector.kind == StateKind::Number)
            vector.values = its.empty() ? own : its;
        else
            vector.values = writeVector(own, size, its, how, carriedAs(vector.kind));
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
