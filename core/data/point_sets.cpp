// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

#include "core/data/data_format.h"
#include "core/tensor/random_stream.h"

namespace ligature {

namespace {

constexpr double pi = std::numbers::pi;

struct Point {
    double x = 0;
    double y = 0;
};

Point onCircle(double radius, double angle)
{
    return {radius * std::cos(angle), radius * std::sin(angle)};
}

/// Two half circles that reach into each other.
Point ofMoon(std::size_t which, double place)
{
    const Point point = onCircle(1, pi * place);
    return which == 0 ? point : Point{1 - point.x, 0.5 - point.y};
}

/// Sets of points in the plane. Every point has a random stream of its own, so that more samples begin with the same
/// ones; the classes take turns, so that they are of one size to one point.
class PointSetsFormat final : public DataFormat {
public:
    std::string name() const override { return "point-sets"; }
    std::string title() const override { return "Points in the plane"; }
    std::string help() const override
    {
        return "Made, not measured: two numbers a sample, of classes whose boundary can be seen in a picture. Moons: "
               "two "
               "half circles that reach into each other; circles: one inside the other, of half its radius; spirals: "
               "arms that wind once around the middle; blobs: a normal distribution a class, their centres on a "
               "circle. "
               "The same options give the same samples; they are in the public domain.";
    }

    std::vector<AttributeSpec> options() const override
    {
        return {{.name = "set",
                 .label = "Set",
                 .kind = AttributeKind::Choice,
                 .default_value = std::string("moons"),
                 .help = "Where the points lie.",
                 .choices = {{"moons", "Moons"}, {"circles", "Circles"}, {"spirals", "Spirals"}, {"blobs", "Blobs"}}},
                {.name = "samples",
                 .label = "Samples",
                 .kind = AttributeKind::Integer,
                 .default_value = std::int64_t{1000},
                 .minimum = 2,
                 .maximum = 1e6,
                 .help = "How many points are made."},
                {.name = "classes",
                 .label = "Classes",
                 .kind = AttributeKind::Integer,
                 .default_value = std::int64_t{2},
                 .minimum = 2,
                 .maximum = 20,
                 .help = "How many spirals or blobs; moons and circles are two."},
                {.name = "noise",
                 .label = "Noise",
                 .kind = AttributeKind::Real,
                 .default_value = 0.1,
                 .minimum = 0,
                 .maximum = 100,
                 .help = "The standard deviation of what is added to each number."},
                {.name = "seed",
                 .label = "Seed",
                 .kind = AttributeKind::Integer,
                 .default_value = std::int64_t{1},
                 .minimum = 0,
                 .maximum = 9007199254740991.0,
                 .help = "The same seed gives the same samples."}};
    }

    Result<Dataset> load(const Attributes& options, const LoadContext& /*context*/) const override
    {
        const auto& set = options.get<std::string>("set");
        const auto samples = static_cast<std::size_t>(options.get<std::int64_t>("samples"));
        const auto seed = static_cast<std::uint64_t>(options.get<std::int64_t>("seed"));
        const double noise = options.get<double>("noise");
        const bool are_two = set == "moons" || set == "circles";
        const auto classes = static_cast<std::size_t>(are_two ? 2 : options.get<std::int64_t>("classes"));
        Dataset dataset;
        dataset.name = title();
        dataset.sample_count = static_cast<std::int64_t>(samples);
        dataset.feature_shape = Shape{2};
        dataset.feature_names = {"x", "y"};
        dataset.target_kind = TargetKind::Class;
        dataset.target_names = {"class"};
        dataset.class_names = namesOf(set, classes);
        dataset.features = AlignedArray<float>(2 * samples);
        dataset.targets = AlignedArray<float>(samples);
        for (std::size_t sample = 0; sample < samples; ++sample) {
            RandomStream random(seed, "point sets", {sample});
            const std::size_t which = sample % classes;
            const double place = random.uniform();
            const Point point = pointOf(set, which, classes, place);
            dataset.features[2 * sample] = static_cast<float>(point.x + noise * random.normal());
            dataset.features[2 * sample + 1] = static_cast<float>(point.y + noise * random.normal());
            dataset.targets[sample] = static_cast<float>(which);
        }
        return dataset;
    }

private:
    static Point pointOf(const std::string& set, std::size_t which, std::size_t classes, double place)
    {
        const double turn = 2 * pi * static_cast<double>(which) / static_cast<double>(classes);
        if (set == "moons")
            return ofMoon(which, place);
        if (set == "circles")
            return onCircle(which == 0 ? 1 : 0.5, 2 * pi * place);
        if (set == "spirals")
            return onCircle(place, turn + 2 * pi * place);
        return onCircle(1, turn); // The noise makes a blob of its centre.
    }

    static std::vector<std::string> namesOf(const std::string& set, std::size_t classes)
    {
        if (set == "moons")
            return {"upper", "lower"};
        if (set == "circles")
            return {"outer", "inner"};
        std::vector<std::string> names;
        for (std::size_t i = 1; i <= classes; ++i)
            names.push_back((set == "spirals" ? "spiral " : "blob ") + std::to_string(i));
        return names;
    }
};

} // namespace

const DataFormat& pointSetsFormat()
{
    static const PointSetsFormat format;
    return format;
}

} // namespace ligature
