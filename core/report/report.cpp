// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/report.h"

#include <nlohmann/json.hpp>

#include "core/network/analysis.h"
#include "core/training/optimizer.h"
#include "core/tying/account.h"
#include "core/views/view.h"
#include "resources/embedded.h"

LIGATURE_EMBEDDED(report)

namespace ligature {

namespace {

using Json = nlohmann::ordered_json;

/// The most points that one curve of batch losses keeps: more than a screen is wide, little to load.
constexpr std::size_t pointsOfCurve = 4000;

Json columns(const std::vector<MetricEvent>& events)
{
    Json step = Json::array();
    Json epoch = Json::array();
    Json train = Json::array();
    Json validation = Json::array();
    Json metric = Json::array();
    Json seconds = Json::array();
    for (const MetricEvent& event : events) {
        step.push_back(event.step);
        epoch.push_back(event.epoch);
        train.push_back(event.train_loss);
        validation.push_back(event.val_loss);
        metric.push_back(event.metric);
        seconds.push_back(event.seconds);
    }
    return {{"step", step},           {"epoch", epoch},   {"train_loss", train},
            {"val_loss", validation}, {"metric", metric}, {"seconds", seconds}};
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
    const TrainingSettings& training = report.project.training;
    Json settings = Json::array();
    const auto add = [&](const std::string& label, const std::string& value) { settings.push_back({label, value}); };
    const OptimizerType* const optimizer = findOptimizerType(training.optimizer);
    add("Optimizer", optimizer ? optimizer->title() : training.optimizer);
    if (optimizer) {
        const std::vector<AttributeSpec> specs = optimizer->attributes();
        const Attributes attributes = withDefaults(specs, training.optimizer_attributes);
        for (const AttributeSpec& spec : specs)
            add(spec.label, toString(attributes.values().at(spec.name)));
    }
    add("Batch size", std::to_string(training.batch_size));
    add("Epochs", std::to_string(training.epochs));
    add("Seed", std::to_string(training.seed));
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
                            {"steps", columns(thinned(history.steps, pointsOfCurve))}});
    }
    Json json = {{"title", project.name},
                 {"description", project.description},
                 {"date", report.date},
                 {"metric", metricName(project.network)},
                 {"total_steps", report.total_steps},
                 {"variants", variants},
                 {"counts", {{"tied", countsJson(account.tied)}, {"untied", countsJson(account.untied)}}},
                 {"parameters", parametersJson(project.network, analyse(project.network), account)},
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
    std::string data = reportJson(report).dump(-1, ' ', false, Json::error_handler_t::replace);
    // The data stands in a script element: no text in it may look like that element's end.
    for (std::size_t at = data.find('<'); at != std::string::npos; at = data.find('<', at))
        data.replace(at, 1, "\\u003c");

    constexpr std::string_view place = "{{report data}}";
    std::string page(embedded_report());
    page.replace(page.find(place), place.size(), data);
    return page;
}

} // namespace ligature
