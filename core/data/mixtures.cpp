// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "core/data/data_format.h"
#include "core/memory/memory_limit.h"
#include "core/tensor/random_stream.h"

namespace ligature {

namespace {

using Column = std::vector<double>;

double product(const Column& a, const Column& b)
{
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += a[i] * b[i];
    return sum;
}

/// As many columns of that many numbers as asked for, each of length 1 and at right angles to the others (Gram and
/// Schmidt, twice over: once is not enough where a draw lies close to the columns before it).
std::vector<Column> mixingColumns(std::size_t features, std::size_t factors, std::uint64_t seed)
{
    RandomStream random(seed, "mixing columns");
    std::vector<Column> columns;
    while (columns.size() < factors) {
        Column column(features);
        std::ranges::generate(column, [&] { return random.normal(); });
        for (int pass = 0; pass < 2; ++pass) {
            for (const Column& other : columns) {
                const double part = product(column, other);
                for (std::size_t i = 0; i < features; ++i)
                    column[i] -= part * other[i];
            }
        }
        const double length = std::sqrt(product(column, column));
        if (length < 1e-6)
            continue; // It lay in what the others span; the next draw does not.
        for (double& value : column)
            value /= length;
        columns.push_back(std::move(column));
    }
    return columns;
}

/// x = B z + noise · e: B (features, factors) has columns of length 1 at right angles to each other, z is uniform in
/// [0, 1) and e is standard normal. Every sample has a random stream of its own, so that more samples begin with the
/// same ones.
class MixturesFormat final : public DataFormat {
public:
    std::string name() const override { return "mixtures"; }
    std::string title() const override { return "Noisy mixtures"; }
    std::string help() const override
    {
        return "Made, not measured: a few hidden factors z between 0 and 1 are mixed into the features by columns at "
               "right angles to each other, and noise is added, x = B z + noise. The target is the mixture without "
               "its noise, B z, or which factor is the largest. As B's columns are of length 1, Bᵀ finds again what B "
               "has mixed: what one layer mixes, the same weight transposed takes apart. The same options give the "
               "same samples; it is in the public domain.";
    }

    std::vector<AttributeSpec> options() const override
    {
        return {integer("samples", "Samples", 600, 2, 1e6, "How many samples are made."),
                integer("features", "Features", 10, 1, 1000, "How many numbers a sample has."),
                integer("factors", "Factors", 5, 1, 1000, "How many hidden factors are mixed, at most the features."),
                AttributeSpec{.name = "noise",
                              .label = "Noise",
                              .kind = AttributeKind::Real,
                              .default_value = 0.1,
                              .minimum = 0,
                              .maximum = 100,
                              .help = "The standard deviation of what is added to each feature."},
                AttributeSpec{.name = "targets",
                              .label = "Targets",
                              .kind = AttributeKind::Choice,
                              .default_value = std::string("values"),
                              .help = "What is to be learned.",
                              .choices = {{"values", "the mixture without noise"}, {"class", "the largest factor"}}},
                integer("seed", "Seed", 1, 0, 9007199254740991.0, "The same seed gives the same samples.")};
    }

    Result<Dataset> load(const Attributes& options, const LoadContext& /*context*/) const override
    {
        const auto size = [&](const char* option) {
            return static_cast<std::size_t>(options.get<std::int64_t>(option));
        };
        const std::size_t samples = size("samples");
        const std::size_t features = size("features");
        const std::size_t factors = size("factors");
        if (factors > features)
            return fail(title(),
                        std::to_string(factors) + " factors cannot be mixed into " + std::to_string(features) +
                            " features at right angles",
                        "take at most " + std::to_string(features) + " factors");
        const bool classes = options.get<std::string>("targets") == "class";
        const std::size_t targets = classes ? 1 : features;
        if (const auto fits = checkMemory(samples * (features + targets) * sizeof(float), title()); !fits)
            return tl::unexpected(fits.error());

        Dataset dataset;
        dataset.name = title();
        dataset.sample_count = static_cast<std::int64_t>(samples);
        dataset.feature_shape = Shape{static_cast<std::int64_t>(features)};
        dataset.feature_names = numbered("x", features);
        dataset.target_kind = classes ? TargetKind::Class : TargetKind::Values;
        dataset.target_names = classes ? std::vector<std::string>{"largest"} : numbered("clean", features);
        if (classes)
            dataset.class_names = numbered("factor ", factors);
        else
            dataset.target_shape = dataset.feature_shape;
        dataset.features = AlignedArray<float>(samples * features);
        dataset.targets = AlignedArray<float>(samples * targets);

        const std::uint64_t seed = size("seed");
        const double noise = options.get<double>("noise");
        const std::vector<Column> columns = mixingColumns(features, factors, seed);
        Column z(factors);
        Column clean(features);
        for (std::size_t sample = 0; sample < samples; ++sample) {
            RandomStream random(seed, "mixtures", {sample});
            std::ranges::generate(z, [&] { return random.uniform(); });
            std::ranges::fill(clean, 0.0);
            for (std::size_t factor = 0; factor < factors; ++factor) {
                for (std::size_t i = 0; i < features; ++i)
                    clean[i] += z[factor] * columns[factor][i];
            }
            for (std::size_t i = 0; i < features; ++i)
                dataset.features[sample * features + i] = static_cast<float>(clean[i] + noise * random.normal());
            if (classes)
                dataset.targets[sample] = static_cast<float>(std::ranges::max_element(z) - z.begin());
            else
                std::ranges::transform(clean, dataset.targets.data() + sample * features,
                                       [](double value) { return static_cast<float>(value); });
        }
        return dataset;
    }

private:
    static AttributeSpec integer(std::string name, std::string label, std::int64_t value, double minimum,
                                 double maximum, std::string help)
    {
        return AttributeSpec{.name = std::move(name),
                             .label = std::move(label),
                             .kind = AttributeKind::Integer,
                             .default_value = value,
                             .minimum = minimum,
                             .maximum = maximum,
                             .help = std::move(help)};
    }

    static std::vector<std::string> numbered(const std::string& name, std::size_t count)
    {
        std::vector<std::string> names;
        for (std::size_t i = 1; i <= count; ++i)
            names.push_back(name + std::to_string(i));
        return names;
    }
};

} // namespace

const DataFormat& mixturesFormat()
{
    static const MixturesFormat format;
    return format;
}

} // namespace ligature
