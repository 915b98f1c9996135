// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/run_result.h"

#include <cmath>
#include <limits>

#include "core/json/json_value.h"
#include "core/json/print_json.h"
#include "core/json/strict_json.h"

namespace ligature {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::int64_t greatestWhole = std::int64_t{1} << 53;
constexpr double greatestReal = std::numeric_limits<double>::max();
constexpr std::size_t figuresOfEpoch = 5;

/// JSON has no infinity, and none for what was not measured.
Json numberToJson(double value)
{
    if (std::isfinite(value))
        return value;
    return std::isnan(value) ? Json() : Json(value > 0 ? "inf" : "-inf");
}

double readNumber(const JsonValue& value)
{
    if (value.json().is_null())
        return notMeasured;
    if (!value.json().is_string())
        return value.real(-greatestReal, greatestReal);
    const std::string text = value.text();
    if (text != "inf" && text != "-inf")
        value.report("is no number", "remove the file; the run is trained again");
    return text == "-inf" ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::infinity();
}

Json epochToJson(const MetricEvent& event)
{
    return {event.epoch, event.step, numberToJson(event.train_loss), numberToJson(event.val_loss),
            numberToJson(event.metric)};
}

MetricEvent readEpoch(const JsonValue& value, const ArmId& arm)
{
    MetricEvent event{.kind = MetricEvent::Kind::Epoch, .variant = arm};
    const std::vector<JsonValue> figures = value.elements();
    if (figures.size() != figuresOfEpoch) {
        value.report("is not epoch, step, training loss, validation loss and metric",
                     "remove the file; the run is trained again");
        return event;
    }
    event.epoch = figures[0].integer(0, greatestWhole);
    event.step = figures[1].integer(0, greatestWhole);
    event.train_loss = readNumber(figures[2]);
    event.val_loss = readNumber(figures[3]);
    event.metric = readNumber(figures[4]);
    return event;
}

/// What earlier versions did not write.
void readDescription(const JsonValue& json, RunResult& result)
{
    if (const auto group = json.find("group"))
        result.group = group->text();
    if (const auto settings = json.find("settings")) {
        for (const JsonValue& setting : settings->elements()) {
            const std::vector<JsonValue> pair = setting.elements();
            if (pair.size() == 2)
                result.settings.push_back({pair[0].text(), pair[1].text()});
            else
                setting.report("is not a name and a text", "remove the file; the run is trained again");
        }
    }
    if (const auto parameters = json.find("parameters"))
        result.parameters = parameters->integer(0, greatestWhole);
    if (const auto metric = json.find("metric_name"))
        result.metric_name = metric->text();
    if (const auto tuning = json.find("tuning"))
        result.is_tuning = tuning->boolean();
}

double ofKeptEpoch(const RunResult& result, double MetricEvent::*figure)
{
    const bool has_none = result.divergence || result.epochs.empty();
    return has_none ? notMeasured : keptEpochOf(result.epochs, result.kept_epoch).*figure;
}

} // namespace

double RunResult::valLoss() const
{
    return ofKeptEpoch(*this, &MetricEvent::val_loss);
}

double RunResult::trainLoss() const
{
    return ofKeptEpoch(*this, &MetricEvent::train_loss);
}

double RunResult::metric() const
{
    return ofKeptEpoch(*this, &MetricEvent::metric);
}

double RunResult::atStart(double MetricEvent::*figure) const
{
    const bool has_start = !epochs.empty() && epochs.front().epoch == 0 && std::isfinite(epochs.front().*figure);
    return has_start ? epochs.front().*figure : notMeasured;
}

std::string encodeRunResult(const RunResult& result)
{
    Json json = {{"key", result.key},
                 {"arm", toString(result.arm)},
                 {"seed", result.seed},
                 {"fraction", result.fraction},
                 {"values", result.values},
                 {"learning_rate", numberToJson(result.learning_rate)},
                 {"steps", result.steps},
                 {"total_steps", result.total_steps},
                 {"training_samples", result.training_samples},
                 {"validation_samples", result.validation_samples}};
    if (result.fold > 0)
        json["fold"] = result.fold;
    if (result.kept_epoch > 0)
        json["kept_epoch"] = result.kept_epoch;
    if (result.test)
        json["test"] = {{"loss", numberToJson(result.test->val_loss)}, {"metric", numberToJson(result.test->metric)}};
    if (result.divergence)
        json["divergence"] = {{"step", result.divergence->step},
                              {"layer", result.divergence->layer},
                              {"message", result.divergence->message}};
    if (!result.group.empty())
        json["group"] = result.group;
    if (!result.settings.empty()) {
        json["settings"] = Json::array();
        for (const RunSetting& setting : result.settings)
            json["settings"].push_back({setting.name, setting.text});
    }
    if (result.parameters > 0)
        json["parameters"] = result.parameters;
    if (!result.metric_name.empty())
        json["metric_name"] = result.metric_name;
    if (result.is_tuning)
        json["tuning"] = true;
    json["seconds"] = result.seconds;
    json["seconds_per_step"] = result.seconds_per_step;
    json["epochs"] = Json::array();
    for (const MetricEvent& event : result.epochs)
        json["epochs"].push_back(epochToJson(event));
    return printJson(json);
}

Result<RunResult> decodeRunResult(std::string_view text, const std::string& where)
{
    const Result<nlohmann::json> parsed = parseStrictJson(text, where);
    if (!parsed)
        return tl::unexpected(parsed.error());
    JsonReading reading(where);
    const JsonValue json(*parsed, {}, reading);
    json.expectKeys({"key",
                     "arm",
                     "seed",
                     "fold",
                     "fraction",
                     "values",
                     "learning_rate",
                     "steps",
                     "total_steps",
                     "training_samples",
                     "validation_samples",
                     "kept_epoch",
                     "test",
                     "divergence",
                     "group",
                     "settings",
                     "parameters",
                     "metric_name",
                     "tuning",
                     "seconds",
                     "seconds_per_step",
                     "epochs"});
    RunResult result;
    result.key = json["key"].text();
    const std::string arm = json["arm"].text();
    if (!isArmWord(arm))
        json["arm"].report("\"" + arm + "\" is no name of an arm", "remove the file; the run is trained again");
    result.arm = ArmId(arm);
    result.seed = static_cast<std::uint64_t>(json["seed"].integer(0, greatestWhole));
    if (const auto fold = json.find("fold"))
        result.fold = fold->integer(1, greatestWhole);
    result.fraction = json["fraction"].real(0, 1);
    for (const JsonValue& value : json["values"].elements())
        result.values.push_back(value.text());
    result.learning_rate = readNumber(json["learning_rate"]);
    result.steps = json["steps"].integer(0, greatestWhole);
    result.total_steps = json["total_steps"].integer(0, greatestWhole);
    result.training_samples = json["training_samples"].integer(0, greatestWhole);
    result.validation_samples = json["validation_samples"].integer(0, greatestWhole);
    if (const auto kept = json.find("kept_epoch"))
        result.kept_epoch = kept->integer(1, greatestWhole);
    if (const auto test = json.find("test"))
        result.test = LossMeasure{.val_loss = readNumber((*test)["loss"]), .metric = readNumber((*test)["metric"])};
    if (const auto divergence = json.find("divergence"))
        result.divergence = RunResult::Divergence{(*divergence)["step"].integer(0, greatestWhole),
                                                  (*divergence)["layer"].text(), (*divergence)["message"].text()};
    readDescription(json, result);
    result.seconds = json["seconds"].real(0, greatestReal);
    result.seconds_per_step = json["seconds_per_step"].real(0, greatestReal);
    for (const JsonValue& epoch : json["epochs"].elements())
        result.epochs.push_back(readEpoch(epoch, result.arm));
    if (reading.failed())
        return tl::unexpected(reading.error());
    return result;
}

} // namespace ligature
