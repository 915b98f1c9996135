// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/comparison.h"

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "core/experiment/run_identity.h"
#include "core/json/print_json.h"
#include "core/network/analysis.h"
#include "core/optimization/optimizer.h"
#include "core/optimization/schedule.h"
#include "core/project/settings_json.h"
#include "core/tying/arm.h"
#include "core/views/view.h"
#include "resources/embedded.h"

LIGATURE_EMBEDDED(comparison)

namespace ligature {

namespace {

using Json = nlohmann::ordered_json;

/// The most points that a curve of the page has.
constexpr std::size_t pointsOfCurve = 400;

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
    Json json = summaryJson(figure.summary);
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
        if (run && run->divergence)
            list.push_back({{"seed", run->seed}, {"step", run->divergence->step}, {"layer", run->divergence->layer}});
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

Json groupsJson(const Experiment& experiment, const ExperimentFigures& figures)
{
    Json groups = Json::array();
    for (const GroupFigures& group : figures.groups) {
        Json json = placeJson(experiment, group);
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
    return json;
}

/// The network as the canvas shows it, with what is shared.
Json networkJson(const Project& project)
{
    Json layers = Json::array();
    for (const auto& [id, layer] : project.network.layers) {
        const auto place = project.canvas.layers.find(id);
        const CanvasPosition at = place == project.canvas.layers.end() ? CanvasPosition() : place->second;
        layers.push_back({{"id", id.value}, {"name", layer.name}, {"type", layer.type}, {"x", at.x}, {"y", at.y}});
    }
    Json parameters = Json::array();
    for (const auto& [id, parameter] : project.network.parameters) {
        if (!parameter.shared)
            continue;
        const auto place = project.canvas.parameters.find(id);
        const CanvasPosition at = place == project.canvas.parameters.end() ? CanvasPosition() : place->second;
        const auto colour = project.canvas.colours.find(id);
        parameters.push_back({{"id", id.value},
                              {"name", parameter.name},
                              {"x", at.x},
                              {"y", at.y},
                              {"colour", colour == project.canvas.colours.end() ? 0 : colour->second}});
    }
    Json links = Json::array();
    for (const auto& [to, from] : project.network.links)
        links.push_back({from.layer.value, to.layer.value});
    Json ties = Json::array();
    for (const auto& [slot, tie] : project.network.ties) {
        if (project.network.parameters.at(tie.parameter).shared)
            ties.push_back({{"parameter", tie.parameter.value},
                            {"layer", slot.layer.value},
                            {"slot", slot.slot},
                            {"view", notation(tie.view, parameterName(project.network, tie.parameter))}});
    }
    return {{"layers", layers}, {"parameters", parameters}, {"links", links}, {"ties", ties}};
}

/// Of many epochs as many as a curve needs, the first and the last among them.
Json curvesJson(const ExperimentFigures& figures)
{
    Json groups = Json::array();
    for (const GroupFigures& group : figures.groups) {
        Json arms = Json::array();
        for (const ArmFigures& arm : group.arms) {
            Json runs = Json::array();
            for (const auto& run : arm.runs) {
                Json epochs = Json::array();
                const std::size_t count = run ? run->epochs.size() : 0;
                const std::size_t every = std::max<std::size_t>(1, (count + pointsOfCurve - 1) / pointsOfCurve);
                for (std::size_t i = 0; i < count; ++i) {
                    const MetricEvent& epoch = run->epochs[i];
                    if (i % every == 0 || i + 1 == count)
                        epochs.push_back(
                            {epoch.epoch, finite(epoch.val_loss), finite(epoch.train_loss), finite(epoch.metric)});
                }
                runs.push_back(std::move(epochs));
            }
            arms.push_back(std::move(runs));
        }
        groups.push_back(std::move(arms));
    }
    return groups;
}

Json armHelpJson(const Experiment& experiment)
{
    Json arms = Json::array();
    for (const ArmChoice& choice : armChoices(experiment.project().network)) {
        if (std::ranges::find(experiment.arms(), choice.id) != experiment.arms().end())
            arms.push_back({{"arm", toString(choice.id)}, {"title", choice.title}, {"help", choice.help}});
    }
    return arms;
}

} // namespace

std::string writeComparisonJson(const Experiment& experiment, const ExperimentFigures& figures)
{
    return printJson(wholeJson(experiment, figures));
}

std::string writeComparisonPage(const Experiment& experiment, const ExperimentFigures& figures,
                                const std::string& command, const std::string& date)
{
    Json json = wholeJson(experiment, figures);
    json["description"] = experiment.project().description;
    json["command"] = command;
    json["date"] = date;
    json["arm_help"] = armHelpJson(experiment);
    json["network"] = networkJson(experiment.project());
    json["curves"] = curvesJson(figures);
    std::string data = json.dump(-1, ' ', false, Json::error_handler_t::replace);
    // The data stands in a script element: no text in it may look like that element's end.
    for (std::size_t at = data.find('<'); at != std::string::npos; at = data.find('<', at))
        data.replace(at, 1, "\\u003c");
    constexpr std::string_view place = "{{comparison data}}";
    std::string page(embedded_comparison());
    page.replace(page.find(place), place.size(), data);
    return page;
}

} // namespace ligature
