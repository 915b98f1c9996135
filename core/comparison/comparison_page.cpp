// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "core/comparison/comparison.h"
#include "core/layers/layer_type.h"
#include "core/network/analysis.h"
#include "core/report/page.h"
#include "core/statistics/distributions.h"
#include "core/tying/arm.h"
#include "core/views/view.h"
#include "resources/embedded.h"

LIGATURE_EMBEDDED(comparison)
LIGATURE_EMBEDDED(comparison_style)
LIGATURE_EMBEDDED(comparison_plots)
LIGATURE_EMBEDDED(comparison_curves)
LIGATURE_EMBEDDED(comparison_network)
LIGATURE_EMBEDDED(comparison_tables)
LIGATURE_EMBEDDED(comparison_script)

namespace ligature {

namespace {

using Json = nlohmann::ordered_json;

/// The most points that a curve of the page has.
constexpr std::size_t pointsOfCurve = 400;
/// Of the bands around the curves: of each arm alone, so that it is not corrected for their number.
constexpr double bandLevel = 0.95;

/// Null where it was not measured, or is not finite.
Json curvePoint(double value)
{
    return std::isfinite(value) ? Json(value) : Json();
}

/// The network as the canvas shows it, with what is shared.
Json networkJson(const Project& project)
{
    Json layers = Json::array();
    for (const auto& [id, layer] : project.network.layers) {
        const auto place = project.canvas.layers.find(id);
        const LayerType* const type = findLayerType(layer.type);
        const CanvasPosition at = place == project.canvas.layers.end() ? CanvasPosition() : place->second;
        layers.push_back({{"id", id.value},
                          {"name", layer.name},
                          {"type", type == nullptr ? layer.type : type->title()},
                          {"x", at.x},
                          {"y", at.y}});
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
                        epochs.push_back({epoch.epoch, curvePoint(epoch.val_loss), curvePoint(epoch.train_loss),
                                          curvePoint(epoch.metric)});
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

/// By how many runs, how many of its standard errors a band is wide to each side; null of too few.
Json bandsJson(std::size_t seeds)
{
    Json widths = Json::array({nullptr, nullptr});
    for (std::size_t runs = 2; runs <= seeds; ++runs)
        widths.push_back(statistics::studentHalfWidth(bandLevel, static_cast<double>(runs - 1)));
    return widths;
}

} // namespace

std::string writeComparisonPage(const Experiment& experiment, const ExperimentFigures& figures,
                                const std::string& command, const std::string& date)
{
    Json json = Json::parse(writeComparisonJson(experiment, figures));
    json["description"] = experiment.project().description;
    json["command"] = command;
    json["date"] = date;
    json["arm_help"] = armHelpJson(experiment);
    json["settings"] = trainingRows(experiment.project().training);
    json["network"] = networkJson(experiment.project());
    json["curves"] = curvesJson(figures);
    json["band_widths"] = bandsJson(figures.seeds.size());
    return filledPage(embedded_comparison(), {{"comparison style", embedded_comparison_style()},
                                              {"comparison data", pageData(json)},
                                              {"comparison plots", embedded_comparison_plots()},
                                              {"comparison curves", embedded_comparison_curves()},
                                              {"comparison network", embedded_comparison_network()},
                                              {"comparison tables", embedded_comparison_tables()},
                                              {"comparison script", embedded_comparison_script()}});
}

} // namespace ligature
