// SPDX-License-Identifier: GPL-3.0-or-later
// ligature-interop FORMAT FOLDER random FIRST COUNT
// ligature-interop FORMAT FOLDER examples
// ligature-interop FORMAT FOLDER schedules
// ligature-interop FORMAT FOLDER optimizers
// ligature-interop FORMAT FOLDER views
// ligature-interop FORMAT FOLDER pitfalls
// ligature-interop FORMAT FOLDER project FILE...
// Exports networks, a folder each with what Ligature makes of samples in case.json, for run.* of the system that FORMAT
// is of: tests/interop/README.md says what is in there. The last line is how many cases there are.
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iostream>

#include <nlohmann/json.hpp>

#include "core/export/write_export.h"
#include "core/optimization/optimizer.h"
#include "core/project/examples.h"
#include "core/project/project_file.h"
#include "tests/interop/interop_case.h"

using namespace ligature;
using namespace ligature::interop;
using Json = nlohmann::ordered_json;

namespace {

Json toJson(const Attributes& attributes)
{
    Json json = Json::object();
    for (const auto& [name, value] : attributes.values()) {
        json[name] = std::visit(
            [](const auto& held) -> Json {
                if constexpr (std::is_same_v<std::decay_t<decltype(held)>, Shape>)
                    return held.extents();
                else
                    return held;
            },
            value);
    }
    return json;
}

Json toJson(const std::vector<Prediction>& predictions)
{
    Json json = Json::array();
    for (const Prediction& prediction : predictions) {
        json.push_back(
            {{"name", prediction.name}, {"shape", prediction.shape.extents()}, {"values", prediction.values}});
    }
    return json;
}

Json describe(const Sample& sample, const std::string& file)
{
    const Expectation expected = expectationOf(sample);
    Json json = {{"name", sample.name},
                 {"file", file},
                 {"batch", sample.batch},
                 {"feature_shape", expected.feature_shape.extents()},
                 {"features", sample.features},
                 {"target_shape", expected.target_shape.extents()},
                 {"targets", sample.targets},
                 {"outputs", toJson(expected.predictions)},
                 {"loss", expected.loss},
                 {"parameter_count", expected.parameter_count},
                 {"state_count", expected.state_count},
                 {"changed", nullptr},
                 {"training", nullptr}};
    if (expected.changed) {
        json["changed"] = {{"parameter", expected.changed->name},
                           {"factor", expected.changed->factor},
                           {"outputs", toJson(expected.changed->predictions)},
                           {"loss", expected.changed->loss}};
    }
    if (expected.training_losses) {
        const TrainingSettings& training = sample.request.training;
        const OptimizerType& optimizer = *findOptimizerType(training.optimizer);
        Json attributes = toJson(withDefaults(optimizer.attributes(), training.optimizer_attributes));
        attributes["name"] = training.optimizer;
        json["training"] = {{"losses", *expected.training_losses}, {"optimizer", std::move(attributes)}};
    }
    return json;
}

class Cases {
public:
    Cases(const Exporter& exporter, std::filesystem::path folder) : m_exporter(exporter), m_folder(std::move(folder)) {}

    /// Whether the exporter takes it.
    bool add(const Sample& sample)
    {
        const std::filesystem::path folder = m_folder / std::to_string(m_count++);
        std::filesystem::create_directories(folder);
        const std::string file = "model" + m_exporter.extension();
        Json json;
        const auto written = writeExport(m_exporter, sample.request, folder / file);
        if (written)
            json = describe(sample, file);
        else
            json = {{"name", sample.name}, {"refused", written.error().oneLine()}};
        std::ofstream(folder / "case.json") << json.dump() << '\n';
        if (!written)
            std::cout << sample.name << " is refused: " << written.error().oneLine() << '\n';
        return written.has_value();
    }
    [[nodiscard]] int count() const { return m_count; }

private:
    const Exporter& m_exporter;
    std::filesystem::path m_folder;
    int m_count = 0;
};

[[noreturn]] void stop(const std::string& why)
{
    std::cerr << why << '\n';
    std::exit(2);
}

std::uint64_t number(const std::string& text)
{
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
        stop(text + " is no number");
    return value;
}

void addProject(Cases& cases, const std::string& name, const Result<Project>& project,
                const std::filesystem::path& base)
{
    const Result<Sample> sample =
        project ? sampleOf(name, *project, base) : Result<Sample>(tl::unexpected(project.error()));
    if (!sample)
        stop(name + ": " + sample.error().oneLine());
    cases.add(*sample);
}

} // namespace

int main(int count, char** given)
{
    const std::vector<std::string> arguments(given, given + count);
    if (count < 4)
        stop("usage: ligature-interop FORMAT FOLDER random FIRST COUNT | examples | schedules | optimizers | "
             "views | pitfalls | project FILE...");
    const Exporter* const exporter = findExporter(arguments[1]);
    if (!exporter)
        stop("there is no format " + arguments[1]);
    Cases cases(*exporter, arguments[2]);
    const std::string& what = arguments[3];
    if (what == "random" && count == 6) {
        const std::uint64_t first = number(arguments[4]);
        const std::uint64_t wanted = number(arguments[5]);
        std::uint64_t accepted = 0;
        // A format that takes few layer types still gets its number of networks.
        for (std::uint64_t seed = first; accepted < wanted && seed < first + 20 * wanted; ++seed) {
            if (const std::optional<Sample> sample = randomSample(seed))
                accepted += cases.add(*sample) ? 1 : 0;
        }
        if (accepted < wanted)
            std::cout << "only " << accepted << " of " << wanted << " random networks could be exported\n";
    } else if (what == "examples") {
        for (const Example& example : examples())
            addProject(cases, std::string(example.name), loadExample(example.name), {});
    } else if (what == "schedules" || what == "optimizers") {
        const auto samples = what == "schedules" ? scheduleSamples() : optimizerSamples();
        if (!samples)
            stop(samples.error().oneLine());
        for (const Sample& sample : *samples) {
            if (!expectationOf(sample).training_losses)
                stop(sample.name + ": its float is too far from its double");
            cases.add(sample);
        }
    } else if (what == "views" || what == "pitfalls") {
        const auto samples = what == "views" ? viewSamples() : pitfallSamples();
        if (!samples)
            stop(samples.error().oneLine());
        for (const Sample& sample : *samples)
            cases.add(sample);
    } else if (what == "project") {
        for (std::size_t i = 4; i < arguments.size(); ++i)
            addProject(cases, arguments[i], loadProject(arguments[i]),
                       std::filesystem::path(arguments[i]).parent_path());
    } else {
        stop("random, examples, schedules, optimizers, views, pitfalls or project?");
    }
    std::cout << cases.count() << " cases\n";
    return 0;
}
