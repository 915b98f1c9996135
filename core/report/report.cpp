// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/report.h"

#include <nlohmann/json.hpp>

#include "core/network/analysis.h"
#include "core/report/page.h"
#include "core/report/uses_json.h"
#include "core/tying/account.h"
#include "core/views/view.h"
#include "resources/embedded.h"

LIGATURE_EMBEDDED(report)

namespace ligature {

namespace {

using Json = nlohmann::ordered_json;

/// The most points that one curve of batch losses keeps: more than a screen is wide, little to load.
constexpr std::size_t pointsOfCurve = 4000;

/// One figure of each event.
template <typename Figure>
Json column(const std::vector<MetricEvent>& events, Figure figure)
{
    Json values = Json::array();
    for (const MetricEvent& event : events)
        values.push_back(figure(event));
    return values;
}

/// The figures of each of several losses.
Json lossesByEpoch(const std::vector<MetricEvent>& events, std::size_t count)
{
    Json losses = Json::array();
    for (std::size_t i = 0; i < count; ++i) {
        const auto of = [&events, i](double LossMeasure::*figure) {
            return column(events, [i, figure](const MetricEvent& event) {
                return i < event.losses.size() ? event.losses[i].*figure : notMeasured;
            });
        };
        losses.push_back({{"train_loss", of(&LossMeasure::train_loss)},
                          {"val_loss", of(&LossMeasure::val_loss)},
                          {"metric", of(&LossMeasure::metric)}});
    }
    return losses;
}

/// What the tile of the metric says of it.
std::string directionOf(const Network& network)
{
    const MetricSpec metric = metricOf(lossesOf(network));
    return metric.direction == MetricSpec::Direction::HigherIsBetter ? "more is better" : "less is better";
}

Json lossesJson(const Network& network)
{
    Json losses = Json::array();
    const std::vector<LossDescription> all = lossesOf(network);
    for (std::size_t i = 0; all.size() > 1 && i < all.size(); ++i)
        losses.push_back({{"name", all[i].name}, {"metric", all[i].metric.name}, {"weight", all[i].weight}});
    return losses;
}

Json columns(const std::vector<MetricEvent>& events)
{
    return {{"step", column(events, [](const MetricEvent& event) { return event.step; })},
            {"epoch", column(events, [](const MetricEvent& event) { return event.epoch; })},
            {"train_loss", column(events, [](const MetricEvent& event) { return event.train_loss; })},
            {"val_loss", column(events, [](const MetricEvent& event) { return event.val_loss; })},
            {"metric", column(events, [](const MetricEvent& event) { return event.metric; })},
            {"seconds", column(events, [](const MetricEvent& event) { return event.seconds; })}};
}

Json countsJson(const Counts& counts)
{
    return {{"parameters", counts.parameters},           {"trainable", counts.trainable},
            {"weight_bytes", counts.weight_bytes},       {"gradient_bytes", counts.gradient_bytes},
            {"optimizer_bytes", counts.optimizer_bytes}, {"flops_per_sample", counts.flops_per_sample}};
}

Json parametersJson(const Network& network, const Analysis& analysis, const Account& account)
{
    Json list = Json::array();
    for (const ParameterAccount& entry : account.parameters) {
        Json uses = Json::array();
        for (const Slot& slot : usesOf(network, entry.parameter)) {
            const auto layer = network.layers.find(slot.layer);
            const Tie& tie = network.ties.at(slot);
            std::string use = (layer == network.layers.end() ? std::string() : layer->second.name) + "." + slot.slot;
            if (!tie.view.empty())
                use += " = " + notation(tie.view, parameterName(network, entry.parameter));
            uses.push_back(use);
        }
        const auto shape = analysis.parameters.find(entry.parameter);
        const auto parameter = network.parameters.find(entry.parameter);
        list.push_back({{"name", parameterName(network, entry.parameter)},
                        {"shape", shape == analysis.parameters.end() ? "" : shape->second.shape.toString()},
                        {"trainable", parameter == network.parameters.end() || parameter->second.trainable},
                        {"uses", uses},
                        {"tied", entry.tied},
                        {"untied", entry.untied}});
    }
    return list;
}

Json settingsJson(const TrainingReport& report)
{
    Json settings = Json::array();
    const auto add = [&](const std::string& label, const std::string& value) { settings.push_back({label, value}); };
    for (const auto& [label, value] : trainingRows(report.project.training))
        add(label, value);
    add("Seed", std::to_string(report.project.training.seed));
    add("Threads", std::to_string(report.threads));
    add("Data", report.data_name);
    add("Scaling", report.project.data.scaling);
    add("Training samples", std::to_string(report.training_samples));
    add("Validation samples", std::to_string(report.validation_samples));
    return settings;
}

Json reportJson(const TrainingReport& report)
{
    const Project& project = report.project;
    const Account account = accountOf(project.network, project.training);
    Json variants = Json::array();
    for (const History& history : report.histories) {
        variants.push_back({{"variant", toString(history.variant)},
                            {"epochs", columns(history.epochs)},
                            {"losses", lossesByEpoch(history.epochs, namesOfSeveralLosses(project.network).size())},
                            {"steps", columns(thinned(history.steps, pointsOfCurve))}});
    }
    Json json = {{"title", project.name},
                 {"description", project.description},
                 {"date", report.date},
                 {"metric", metricName(project.network)},
                 {"metric_direction", directionOf(project.network)},
                 {"losses", lossesJson(project.network)},
                 {"total_steps", report.total_steps},
                 {"variants", variants},
                 {"counts", {{"tied", countsJson(account.tied)}, {"untied", countsJson(account.untied)}}},
                 {"parameters", parametersJson(project.network, analyse(project.network), account)},
                 {"uses", usesJson(report)},
                 {"settings", settingsJson(report)},
                 {"twin_check", nullptr},
                 {"divergence", nullptr}};
    if (report.twin_check) {
        json["twin_check"] = {{"tied_loss", report.twin_check->tied_loss},
                              {"untied_loss", report.twin_check->untied_loss},
                              {"identical", report.twin_check->identical}};
    }
    if (report.divergence) {
        json["divergence"] = {{"variant", toString(report.divergence->variant)},
                              {"step", report.divergence->step},
                              {"message", report.divergence->message}};
    }
    return json;
}

} // namespace

std::string writeReport(const TrainingReport& report)
{
    return filledPage(embedded_report(), {{"report data", pageData(reportJson(report))}});
}

} // namespace ligature
