// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/statistics/distributions.h"

#include <cmath>
#include <cstdint>
#include <limits>

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/non_central_t.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/tools/roots.hpp>

namespace ligature::statistics {

namespace {

namespace math = boost::math;
namespace policies = boost::math::policies;

using Quiet =
    policies::policy<policies::domain_error<policies::ignore_error>, policies::pole_error<policies::ignore_error>,
                     policies::overflow_error<policies::ignore_error>,
                     policies::underflow_error<policies::ignore_error>,
                     policies::evaluation_error<policies::ignore_error>,
                     policies::rounding_error<policies::ignore_error>, policies::promote_double<false>>;

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
constexpr double largest_noncentrality = 60'000;

bool isProbability(double p)
{
    return p >= 0 && p <= 1;
}

bool areDegrees(double degrees)
{
    return degrees > 0 && std::isfinite(degrees);
}

} // namespace

double normalProbability(double z)
{
    return std::isnan(z) ? nothing : std::erfc(-z / std::sqrt(2.0)) / 2;
}

double normalQuantile(double probability)
{
    return isProbability(probability) ? math::quantile(math::normal_distribution<double, Quiet>(), probability)
                                      : nothing;
}

double studentQuantile(double probability, double degrees)
{
    if (!isProbability(probability) || !areDegrees(degrees))
        return nothing;
    return math::quantile(math::students_t_distribution<double, Quiet>(degrees), probability);
}

double studentTwoSided(double t, double degrees)
{
    if (std::isnan(t) || !areDegrees(degrees))
        return nothing;
    if (t == 0)
        return 1;
    return std::isinf(t) ? 0 : 2 * math::cdf(math::students_t_distribution<double, Quiet>(degrees), -std::abs(t));
}

double studentHalfWidth(double level, double degrees)
{
    // By the lower tail, whose probabilities have more digits.
    return isProbability(level) ? -studentQuantile((1 - level) / 2, degrees) : nothing;
}

double noncentralProbability(double t, double degrees, double noncentrality)
{
    if (std::isnan(t) || !areDegrees(degrees) || !(std::abs(noncentrality) <= largest_noncentrality))
        return nothing;
    if (std::isinf(t))
        return t > 0 ? 1 : 0;
    return math::cdf(math::non_central_t_distribution<double, Quiet>(degrees, noncentrality), t);
}

double noncentrality(double probability, double t, double degrees)
{
    if (!(probability > 0 && probability < 1) || !(std::abs(t) <= largest_t) || !areDegrees(degrees))
        return nothing;
    // It falls as the noncentrality grows, from above the wanted one at `low` to below it at `high`.
    const auto beyond = [&](double tried) { return noncentralProbability(t, degrees, tried) - probability; };
    const double spread = std::sqrt(1 + t * t / (2 * degrees));
    const double near = t - normalQuantile(probability) * spread; // As for many degrees of freedom.
    double low = near - spread / 4;
    double high = near + spread / 4;
    for (double step = spread / 2; beyond(low) < 0; step *= 2)
        low -= step;
    for (double step = spread / 2; beyond(high) > 0; step *= 2)
        high += step;
    std::uintmax_t steps = 200; // It takes about ten.
    const auto [left, right] = math::tools::toms748_solve(
        beyond, low, high, math::tools::eps_tolerance<double>(std::numeric_limits<double>::digits - 2), steps, Quiet());
    return left + (right - left) / 2;
}

double chiSquaredUpper(double x, double degrees)
{
    if (std::isnan(x) || !areDegrees(degrees))
        return nothing;
    if (x <= 0)
        return 1;
    return std::isinf(x) ? 0 : math::cdf(math::complement(math::chi_squared_distribution<double, Quiet>(degrees), x));
}

double chiSquaredQuantile(double probability, double degrees)
{
    if (!isProbability(probability) || !areDegrees(degrees))
        return nothing;
    return math::quantile(math::chi_squared_distribution<double, Quiet>(degrees), probability);
}

} // namespace ligature::statistics
