// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <vector>

#include "core/data/data_format.h"
#include "core/memory/memory_limit.h"
#include "core/tensor/random_stream.h"

namespace ligature {

namespace {

constexpr std::int64_t pixels = 64;
constexpr float sameClass = 1;
constexpr float otherClass = 0;

/// Draws pairs of samples of a data set of classes.
class PairDraw {
public:
    PairDraw(const Dataset& digits, std::uint64_t seed) : m_digits(digits), m_random(seed, "digit pairs")
    {
        m_of_class.resize(digits.class_names.size());
        for (std::int64_t sample = 0; sample < digits.sample_count; ++sample)
            m_of_class[classOf(sample)].push_back(sample);
    }

    std::int64_t first() { return below(m_digits.sample_count); }

    /// Another sample of its class.
    std::int64_t sameAs(std::int64_t sample)
    {
        const std::vector<std::int64_t>& all = m_of_class[classOf(sample)];
        return drawUntil(
            static_cast<std::int64_t>(all.size()), [&](std::int64_t i) { return all[at(i)]; },
            [&](std::int64_t other) { return other != sample; });
    }

    /// A sample of another class.
    std::int64_t differentFrom(std::int64_t sample)
    {
        return drawUntil(
            m_digits.sample_count, [](std::int64_t i) { return i; },
            [&](std::int64_t other) { return classOf(other) != classOf(sample); });
    }

private:
    static std::size_t at(std::int64_t i) { return static_cast<std::size_t>(i); }
    std::size_t classOf(std::int64_t sample) const { return static_cast<std::size_t>(m_digits.targets[at(sample)]); }
    std::int64_t below(std::int64_t count)
    {
        return static_cast<std::int64_t>(m_random.uniform() * static_cast<double>(count));
    }

    template <typename Choose, typename Fits>
    std::int64_t drawUntil(std::int64_t count, Choose choose, Fits fits)
    {
        std::int64_t chosen = choose(below(count));
        while (!fits(chosen))
            chosen = choose(below(count));
        return chosen;
    }

    const Dataset& m_digits;
    RandomStream m_random;
    std::vector<std::vector<std::int64_t>> m_of_class;
};

class DigitPairsFormat final : public DataFormat {
public:
    std::string name() const override { return "digit-pairs"; }
    std::string title() const override { return "Pairs of handwritten digits"; }
    std::string help() const override
    {
        return "Two handwritten digits a sample (2 × 64 pixels with values from 0 to 16), of the class 'same' where "
               "both "
               "show one digit and 'different' where not, for Siamese networks; drawn from the 1,797 of E. Alpaydin "
               "and "
               "C. Kaynak (1998), UCI Machine Learning Repository, doi.org/10.24432/C50P49, licence CC BY 4.0. No "
               "picture "
               "is paired with itself, but one may be in several pairs: what is kept aside are pairs that were not "
               "seen.";
    }

    std::vector<AttributeSpec> options() const override
    {
        return {AttributeSpec{.name = "pairs",
                              .label = "Pairs",
                              .kind = AttributeKind::Integer,
                              .default_value = std::int64_t{6000},
                              .minimum = 2,
                              .maximum = 1e6,
                              .help = "How many pairs are drawn."},
                AttributeSpec{.name = "same_share",
                              .label = "Share of same pairs",
                              .kind = AttributeKind::Real,
                              .default_value = 0.5,
                              .minimum = 0,
                              .maximum = 1,
                              .help = "How many of them show one digit twice."},
                AttributeSpec{.name = "seed",
                              .label = "Seed",
                              .kind = AttributeKind::Integer,
                              .default_value = std::int64_t{1},
                              .minimum = 0,
                              .maximum = 9007199254740991.0,
                              .help = "Decides which pairs are drawn: the same seed gives the same pairs."}};
    }

    Result<Dataset> load(const Attributes& options, const LoadContext& context) const override
    {
        const auto digits = findDataFormat("digits")->load({}, context);
        if (!digits)
            return digits;
        Dataset dataset;
        dataset.name = title();
        dataset.sample_count = options.get<std::int64_t>("pairs");
        dataset.feature_shape = Shape{2, pixels};
        dataset.target_kind = TargetKind::Class;
        dataset.target_names = {"pair"};
        dataset.class_names = {"different", "same"};
        const auto count = static_cast<std::size_t>(dataset.sample_count);
        if (const auto fits = checkMemory(count * (2 * pixels + 1) * sizeof(float), title()); !fits)
            return tl::unexpected(fits.error());
        dataset.features = AlignedArray<float>(count * 2 * pixels);
        dataset.targets = AlignedArray<float>(count);

        PairDraw draw(*digits, static_cast<std::uint64_t>(options.get<std::int64_t>("seed")));
        const double share = options.get<double>("same_share");
        float* to = dataset.features.data();
        for (std::size_t pair = 0; pair < count; ++pair) {
            // Spread evenly, so that the share is met to one pair.
            const auto place = static_cast<double>(pair);
            const bool same = std::floor((place + 1) * share) > std::floor(place * share);
            const std::int64_t first = draw.first();
            const std::int64_t second = same ? draw.sameAs(first) : draw.differentFrom(first);
            for (const std::int64_t sample : {first, second})
                to = std::copy_n(digits->features.data() + sample * pixels, pixels, to);
            dataset.targets[pair] = same ? sameClass : otherClass;
        }
        return dataset;
    }
};

} // namespace

const DataFormat& digitPairsFormat()
{
    static const DigitPairsFormat format;
    return format;
}

} // namespace ligature
