// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/statistics/permutation.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "core/statistics/random_draws.h"

namespace ligature::statistics {

namespace {

/// Sums of the differences under other signs beside the sum seen.
class FlippedSums {
public:
    explicit FlippedSums(std::vector<double> differences) : m_differences(std::move(differences))
    {
        double magnitude = 0;
        for (const double difference : m_differences) {
            m_seen += difference;
            magnitude += std::abs(difference);
        }
        m_tolerance = 100 * std::numeric_limits<double>::epsilon() * magnitude;
    }

    /// @param signs a bit each, from the lowest on; set: the other sign
    template <typename Signs>
    void add(const Signs& signs)
    {
        double sum = 0;
        for (std::size_t i = 0; i < m_differences.size(); ++i)
            sum += signs(i) ? -m_differences[i] : m_differences[i];
        m_at_most += sum <= m_seen + m_tolerance;
        m_at_least += sum >= m_seen - m_tolerance;
    }

    /// Of so many that were added, and so many that are known to be the one seen.
    [[nodiscard]] double p(std::size_t added, std::size_t seen) const
    {
        const auto count = static_cast<double>(std::min(m_at_most, m_at_least) + seen);
        return std::min(1.0, 2 * count / static_cast<double>(added + seen));
    }

private:
    std::vector<double> m_differences;
    double m_seen = 0;
    double m_tolerance = 0;
    std::size_t m_at_most = 0;
    std::size_t m_at_least = 0;
};

} // namespace

std::optional<SignFlipTest> signFlipTest(std::span<const double> differences, std::uint64_t seed)
{
    double largest = 0;
    for (const double difference : differences) {
        if (!std::isfinite(difference))
            return {};
        largest = std::max(largest, std::abs(difference));
    }
    if (differences.empty())
        return {};
    int exponent = 0;
    std::frexp(largest, &exponent);
    std::vector<double> scaled;
    for (const double difference : differences)
        scaled.push_back(std::ldexp(difference, -exponent)); // So that no sum overflows.
    FlippedSums sums(std::move(scaled));

    if (differences.size() <= most_flipped_exactly) {
        const std::size_t all = std::size_t{1} << differences.size();
        for (std::size_t signs = 0; signs < all; ++signs)
            sums.add([&](std::size_t i) { return (signs >> i & 1U) != 0; });
        return SignFlipTest{sums.p(all, 0), true, all};
    }
    constexpr std::size_t word_size = 64;
    RandomDraws draws(seed);
    std::vector<std::uint64_t> words((differences.size() + word_size - 1) / word_size);
    for (std::size_t i = 0; i < drawn_assignments; ++i) {
        std::ranges::generate(words, [&] { return draws.bits(); });
        sums.add([&](std::size_t place) { return (words[place / word_size] >> place % word_size & 1U) != 0; });
    }
    return SignFlipTest{sums.p(drawn_assignments, 1), false, drawn_assignments};
}

} // namespace ligature::statistics
