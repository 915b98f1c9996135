// SPDX-License-Identifier: GPL-3.0-or-later
// Reads tables as JSON on standard input and writes the statistics of core/statistics for each on standard output, for
// run.py to hold against SciPy and statsmodels.
#include <iostream>
#include <string>

#include <nlohmann/json.hpp>

#include "core/statistics/almost_stochastic_order.h"
#include "core/statistics/bootstrap.h"
#include "core/statistics/multiple.h"
#include "core/statistics/paired_difference.h"
#include "core/statistics/permutation.h"
#include "core/statistics/power.h"
#include "core/statistics/ranks.h"
#include "core/statistics/studentized_range.h"
#include "core/statistics/summary.h"

namespace {

using namespace ligature::statistics;
using Json = nlohmann::json;
using Values = std::vector<double>;

Json json(const std::optional<double>& value)
{
    return value ? Json(*value) : Json();
}

Json json(const std::optional<Interval>& interval)
{
    return interval ? Json{interval->low, interval->high} : Json();
}

Json summaryFigures(const Values& values)
{
    const Summary found = summary(values);
    return {{"mean", json(found.mean)},
            {"deviation", json(found.deviation)},
            {"median", json(found.median)},
            {"interquartile_mean", json(found.interquartile_mean)}};
}

Json pairFigures(const Json& table)
{
    const auto arm = table.at("arm").get<Values>();
    const auto baseline = table.at("baseline").get<Values>();
    const double level = table.at("level");
    const auto seed = table.at("seed").get<std::uint64_t>();
    const auto found = pairedDifference(arm, baseline, {.level = level});
    if (!found)
        return {{"error", found.error().oneLine()}};
    Json figures{{"summary", summaryFigures(arm)},
                 {"mean", json(found->mean)},
                 {"deviation", json(found->deviation)},
                 {"standard_error", json(found->standard_error)},
                 {"interval", json(found->interval)},
                 {"t", json(found->t)},
                 {"p", json(found->p)},
                 {"effect", json(found->effect)},
                 {"effect_interval", json(found->effect_interval)},
                 {"pairing_worth", json(found->pairing_worth)}};
    if (table.at("resample").get<bool>()) {
        figures["bootstrap"] = json(bootstrapInterval(found->differences, level, seed));
        const auto order = almostStochasticOrder(arm, baseline, {.level = level, .seed = seed});
        figures["violation"] = order->violation;
        figures["least_epsilon"] = order->least_epsilon;
    }
    if (arm.size() <= most_flipped_exactly || table.at("resample").get<bool>()) {
        if (const auto test = signFlipTest(found->differences, seed))
            figures["sign_flip"] = test->p;
    }
    return figures;
}

Json rankFigures(const Json& table)
{
    const auto found = compareRanks(table.at("values").get<Values>(), table.at("arms"), MetricDirection::LowerIsBetter,
                                    table.at("level"));
    if (!found)
        return {{"error", found.error().oneLine()}};
    return {{"average_ranks", found->average_ranks},
            {"statistic", found->statistic},
            {"p", found->p},
            {"critical_difference", found->critical_difference},
            {"pair_p", found->pair_p}};
}

Json holmFigures(const Json& table)
{
    const auto given = table.get<Values>();
    const std::vector<std::optional<double>> p_values(given.begin(), given.end());
    Json adjusted = Json::array();
    for (const auto& p : holmAdjusted(p_values))
        adjusted.push_back(json(p));
    return adjusted;
}

Json powerFigures(const Json& plan)
{
    const double effect = plan.at("effect");
    const double significance = plan.at("significance");
    const SeedCount seeds = seedsForPower(effect, plan.at("power"), significance);
    return {{"power", power(effect, plan.at("seeds"), significance)},
            {"enough", seeds.kind == SeedCount::Kind::Enough},
            {"count", seeds.count}};
}

Json each(const Json& tables, Json (*figures)(const Json&))
{
    Json all = Json::array();
    for (const Json& table : tables)
        all.push_back(figures(table));
    return all;
}

} // namespace

int main()
{
    const Json tables = Json::parse(std::cin);
    const Json figures{{"pairs", each(tables.at("pairs"), pairFigures)},
                       {"ranks", each(tables.at("ranks"), rankFigures)},
                       {"holm", each(tables.at("holm"), holmFigures)},
                       {"power", each(tables.at("power"), powerFigures)}};
    std::cout << figures.dump() << '\n';
    return 0;
}
