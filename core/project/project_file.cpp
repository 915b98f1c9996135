// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/project_file.h"

#include "core/files/atomic_file.h"
#include "core/json/json_value.h"
#include "core/json/print_json.h"
#include "core/json/strict_json.h"
#include "core/project/canvas_json.h"
#include "core/project/experiment_json.h"
#include "core/project/network_json.h"
#include "core/project/settings_json.h"

namespace ligature {

namespace {

constexpr std::uintmax_t longestProjectFile = 64 << 20;

/// Before anything else: what a newer version holds, this one cannot judge.
void checkHead(const JsonValue& file)
{
    if (file["format"].text() != "ligature")
        file["format"].report("is not \"ligature\"", "open a project file of Ligature");
    const JsonValue version = file["version"];
    const std::int64_t number = version.integer(1, std::int64_t{1} << 53);
    if (number > projectFileVersion)
        version.report("is " + std::to_string(number) + ", written by a newer Ligature; this one reads up to version " +
                           std::to_string(projectFileVersion),
                       "install the newer Ligature to open it");
}

Project readWhole(const JsonValue& file)
{
    file.expectKeys(
        {"format", "version", "name", "description", "network", "data", "training", "experiment", "canvas"});
    Project project;
    project.name = file["name"].text();
    if (const auto description = file.find("description"))
        project.description = description->text();
    project.network = readNetwork(file["network"]);
    project.data = readDataSource(file["data"]);
    project.training = readTrainingSettings(file["training"], project.network);
    if (const auto experiment = file.find("experiment"))
        project.experiment = readExperimentPlan(*experiment, project.network);
    if (!file.reading().failed())
        project.canvas = readCanvas(file["canvas"], project.network);
    return project;
}

} // namespace

std::string writeProject(const Project& project)
{
    nlohmann::ordered_json json = {{"format", "ligature"}, {"version", projectFileVersion}, {"name", project.name}};
    if (!project.description.empty())
        json["description"] = project.description;
    json["network"] = networkToJson(project.network);
    json["data"] = dataSourceToJson(project.data);
    json["training"] = trainingSettingsToJson(project.training);
    if (project.experiment != ExperimentPlan())
        json["experiment"] = experimentPlanToJson(project.experiment);
    json["canvas"] = canvasToJson(project.canvas, project.network);
    return printJson(json);
}

Result<Project> readProject(std::string_view json, const std::string& where)
{
    const Result<nlohmann::json> parsed = parseStrictJson(json, where);
    if (!parsed)
        return tl::unexpected(parsed.error());
    JsonReading reading(where);
    const JsonValue file(*parsed, {}, reading);
    checkHead(file);
    if (reading.failed())
        return tl::unexpected(reading.error());
    Project project = readWhole(file);
    if (reading.failed())
        return tl::unexpected(reading.error());
    return project;
}

Result<Project> loadProject(const std::filesystem::path& file)
{
    return readFile(file, longestProjectFile).and_then([&](const std::string& bytes) {
        return readProject(bytes, file.string());
    });
}

Result<void> saveProject(const Project& project, const std::filesystem::path& file)
{
    return writeFileAtomically(file, writeProject(project));
}

} // namespace ligature
