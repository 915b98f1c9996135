// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comparison/comparison.h"

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "core/experiment/run_identity.h"
#include "core/json/print_json.h"
#include "core/project/settings_json.h"

namespace ligature {

namespace {

using Json = nlohmann::ordered_json;

Json finite(double value)
{
    return std::isfinite(value) ? Json(value) : Json();
}

Json optionalJson(const std::optional<double>& value)
{
    return value ? finite(*value) : Json();
}

Json intervalJson(const std::optional<statistics::Interval>& interval)
{
    return interval ? Json::array({finite(interval->low), finite(interval->high)}) : Json();
}

Json summaryJson(const statistics::Summary& summary)
{
    return {{"count", summary.count},
            {"mean", optionalJson(summary.mean)},
            {"standard_deviation", optionalJson(summary.deviation)},
            {"median", optionalJson(summary.median)},
            {"range", intervalJson(summary.range)}};
}

Json seedsJson(const statistics::SeedCount& seeds)
{
    switch (seeds.kind) {
    case statistics::SeedCount::Kind::Enough: return seeds.count;
    case statistics::SeedCount::Kind::MoreThan: return "more than " + std::to_string(seeds.count);
    case statistics::SeedCount::Kind::Never: break;
    }
    return nullptr;
}

Json checksJson(const FigureComparison& comparison)
{
    const statistics::Checks& checks = comparison.checks;
    return {{"sign_flip_p", checks.sign_flip ? finite(checks.sign_flip->p) : Json()},
            {"sign_flip_exact", checks.sign_flip ? Json(checks.sign_flip->exact) : Json()},
            {"sign_flip_disagrees", checks.sign_flip_disagrees},
            {"bootstrap_interval", intervalJson(checks.bootstrap)},
            {"bootstrap_disagrees", checks.bootstrap_disagrees},
            {"sentences", comparison.checked}};
}

Json comparisonJson(const FigureComparison& comparison)
{
    const statistics::PairedDifference& difference = comparison.difference;
    const statistics::Verdict& verdict = comparison.verdict;
    Json json = {
        {"verdict", statistics::toString(verdict.answer)},
        {"pairs", difference.pairs},
        {"level", difference.level},
        {"mean_difference", optionalJson(difference.mean)},
        {"standard_deviation", optionalJson(difference.deviation)},
        {"interval", intervalJson(difference.interval)},
        {"relative_difference", optionalJson(verdict.relative_mean)},
        {"relative_interval", intervalJson(verdict.relative_interval)},
        {"margin", verdict.margin.amount},
        {"absolute_margin", finite(verdict.absolute_margin)},
        {"t", optionalJson(difference.t)},
        {"p", optionalJson(difference.p)},
        {"adjusted_p", optionalJson(comparison.adjusted_p)},
        {"checks", checksJson(comparison)},
        {"effect_size", optionalJson(difference.effect)},
        {"effect_interval", intervalJson(difference.effect_interval)},
        {"pairing_worth", optionalJson(difference.pairing_worth)},
        {"signs",
         {{"wins", difference.signs.wins}, {"losses", difference.signs.losses}, {"ties", difference.signs.ties}}},
        {"deciding_seeds",
         verdict.answer == statistics::Answer::Undecided ? seedsJson(verdict.deciding_seeds) : Json()},
        {"sentence", comparison.sentence},
        {"evidence", comparison.evidence}};
    return json;
}

std::string keyOf(std::string name)
{
    std::ranges::transform(name, name.begin(), [](char c) {
        return c == ' ' ? '_' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return name;
}

Json figureJson(const ArmFigure& figure)
{
    Json json = {{"name", figure.name}};
    json.update(summaryJson(figure.summary));
    json["diverged"] = figure.diverged;
    json["mean_with_diverged"] = optionalJson(figure.mean_with_diverged);
    json["better"] = figure.direction == statistics::MetricDirection::HigherIsBetter ? "higher" : "lower";
    json["values"] = Json::array();
    for (const double value : figure.values)
        json["values"].push_back(finite(value));
    if (figure.comparison)
        json["against_baseline"] = comparisonJson(*figure.comparison);
    return json;
}

Json divergedJson(const ArmFigures& arm)
{
    Json list = Json::array();
    for (const auto& run : arm.runs) {
        if (!run || !run->divergence)
            continue;
        Json one = {{"seed", run->seed}};
        if (run->fold > 0)
            one["fold"] = run->fold;
        one["step"] = run->divergence->step;
        one["layer"] = run->divergence->layer;
        one["message"] = run->divergence->message;
        list.push_back(std::move(one));
    }
    return list;
}

Json armJson(const ArmFigures& arm)
{
    Json figures = Json::object();
    for (const ArmFigure* const figure : arm.figures())
        figures[keyOf(figure->name)] = figureJson(*figure);
    return {{"arm", toString(arm.arm)},
            {"title", arm.title},
            {"parameters", arm.counts.parameters},
            {"weight_bytes", arm.counts.weight_bytes},
            {"gradient_bytes", arm.counts.gradient_bytes},
            {"optimizer_bytes", arm.counts.optimizer_bytes},
            {"memory_bytes", arm.memory_bytes},
            {"learning_rate", arm.learning_rate},
            {"learning_rate_tuned", arm.is_tuned},
            {"runs", std::ranges::count_if(arm.runs, [](const auto& run) { return run.has_value(); })},
            {"diverged", divergedJson(arm)},
            {"storage", arm.storage},
            {"figures", figures}};
}

Json placeJson(const Experiment& experiment, const GroupFigures& group)
{
    Json values = Json::object();
    for (std::size_t i = 0; i < group.values.size(); ++i)
        values[experiment.axes()[i]] = group.values[i];
    return {{"fraction", group.group.fraction}, {"values", values}};
}

/// How many samples the runs of a group train on and are measured on: the same of all.
Json samplesJson(const GroupFigures& group)
{
    for (const ArmFigures& arm : group.arms) {
        for (const auto& run : arm.runs) {
            if (run)
                return {{"training_samples", run->training_samples}, {"validation_samples", run->validation_samples}};
        }
    }
    return {{"training_samples", nullptr}, {"validation_samples", nullptr}};
}

Json groupsJson(const Experiment& experiment, const ExperimentFigures& figures)
{
    Json groups = Json::array();
    for (const GroupFigures& group : figures.groups) {
        Json json = placeJson(experiment, group);
        json.update(samplesJson(group));
        json["target_loss"] = optionalJson(group.target_loss);
        json["verdict"] = group.verdict;
        json["arms"] = Json::array();
        for (const ArmFigures& arm : group.arms)
            json["arms"].push_back(armJson(arm));
        groups.push_back(std::move(json));
    }
    return groups;
}

Json timesJson(const Experiment& experiment, const ExperimentFigures& figures)
{
    Json groups = Json::array();
    for (const GroupFigures& group : figures.groups) {
        Json json = placeJson(experiment, group);
        for (const ArmFigures& arm : group.arms) {
            json["arms"].push_back({{"arm", toString(arm.arm)},
                                    {"seconds", summaryJson(arm.times.seconds)},
                                    {"seconds_per_step", summaryJson(arm.times.seconds_per_step)},
                                    {"seconds_to_target", summaryJson(arm.times.seconds_to_target)}});
        }
        groups.push_back(std::move(json));
    }
    return groups;
}

Json wholeJson(const Experiment& experiment, const ExperimentFigures& figures)
{
    const ExperimentPlan& plan = experiment.settings();
    Json json = {{"format", "ligature-comparison"},
                 {"version", 1},
                 {"project", experiment.project().name},
                 {"program", {{"version", programVersion()}, {"sources_sha256", sourceHash()}}},
                 {"data",
                  {{"name", experiment.dataset()->name},
                   {"samples", experiment.dataset()->sample_count},
                   {"sha256", experiment.dataHash()}}},
                 {"training", trainingSettingsToJson(experiment.project().training)},
                 {"baseline", toString(experiment.baseline())},
                 {"compared_by", figures.measure},
                 {"metric", figures.metric.name},
                 {"margin", plan.margin},
                 {"learning_rates_tried", plan.tuning_trials},
                 {"seeds", figures.seeds},
                 {"fractions", plan.fractions},
                 {"axes", experiment.axes()},
                 {"runs", figures.runs},
                 {"done", figures.done},
                 {"complete", figures.done == figures.runs},
                 {"groups", groupsJson(experiment, figures)},
                 {"times", timesJson(experiment, figures)}};
    if (!figures.folds.empty()) {
        json["folds"] = figures.folds;
        json["overlap"] = experiment.overlap();
    }
    return json;
}

} // namespace

std::string writeComparisonJson(const Experiment& experiment, const ExperimentFigures& figures)
{
    return printJson(wholeJson(experiment, figures));
}

} // namespace ligature
