// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>

#include <nlohmann/json.hpp>

#include "app/cli/data_options.h"
#include "app/cli/interruption.h"
#include "app/cli/number_text.h"
#include "app/cli/project_options.h"
#include "app/cli/text_table.h"
#include "app/cli/verb.h"
#include "core/project/project_file.h"
#include "core/training/rate_range_test.h"

namespace ligature::cli {

namespace {

struct FindRateOptions {
    std::string project;
    std::string data;
    std::vector<std::string> data_options;
    RateRange range;
    bool json = false;
};

nlohmann::ordered_json toJson(const RateTrials& found)
{
    nlohmann::ordered_json trials = nlohmann::ordered_json::array();
    for (const RateTrial& trial : found.trials)
        trials.push_back({{"rate", trial.rate}, {"loss", trial.loss}, {"smoothed", trial.smoothed}});
    return {{"arm", toString(found.arm)},
            {"suggested", found.suggested ? nlohmann::ordered_json(*found.suggested) : nlohmann::ordered_json()},
            {"trials", std::move(trials)}};
}

/// The losses at about ten rates, and what they speak for.
void print(const std::vector<RateTrials>& all)
{
    for (const RateTrials& found : all) {
        TextTable table(2);
        table.alignRight({0, 1});
        table.addRow({"learning rate", "loss, smoothed"});
        const std::size_t every = std::max<std::size_t>(1, found.trials.size() / 10);
        for (std::size_t i = 0; i < found.trials.size(); i += every)
            table.addRow({scientificText(found.trials[i].rate), realText(found.trials[i].smoothed)});
        std::cout << toString(found.arm) << '\n'
                  << table.text()
                  << (found.suggested ? "  The loss falls fastest at " + realText(*found.suggested) +
                                            ": --set learning_rate=" + realText(*found.suggested)
                                      : std::string("  The loss falls at none of them: try other rates, or scale the "
                                                    "data"))
                  << "\n\n";
    }
}

Result<int> findRate(const FindRateOptions& options)
{
    Result<Project> project = loadProject(options.project);
    if (!project)
        return tl::unexpected<Error>(project.error());
    if (const auto set = setData(*project, options.data, options.data_options); !set)
        return tl::unexpected<Error>(set.error());
    const Interruption interruption;
    Result<Dataset> loaded =
        loadDataset(project->data, {std::filesystem::absolute(options.project).parent_path(), interruption.stop()});
    if (!loaded)
        return tl::unexpected<Error>(loaded.error());
    if (!options.json)
        printRemarks(*loaded);
    const auto found =
        testRates(*project, std::make_shared<const Dataset>(std::move(*loaded)), options.range, interruption.stop());
    if (interruption.stop().stop_requested())
        return signalExitBase + interruption.signal();
    if (!found)
        return tl::unexpected(inFile(found.error(), options.project));
    if (!options.json) {
        print(*found);
        return exitDone;
    }
    nlohmann::ordered_json json = nlohmann::ordered_json::array();
    for (const RateTrials& one : *found)
        json.push_back(toJson(one));
    std::cout << json.dump(2) << '\n';
    return exitDone;
}

} // namespace

Verb addFindRate(CLI::App& program)
{
    CLI::App* const command = program.add_subcommand(
        "find-rate", "Find a learning rate for each arm: a short training whose rate grows from step to step");
    const auto options = std::make_shared<FindRateOptions>();
    command->add_option("PROJECT", options->project, "The project file")->required()->type_name("");
    addDataOptions(*command, options->data, options->data_options);
    command->add_option("--from", options->range.least, "The first rate (1e-6)")->type_name("RATE");
    command->add_option("--to", options->range.greatest, "The last rate (10)")->type_name("RATE");
    command->add_option("--steps", options->range.steps, "How many rates, one a step (120)")->type_name("N");
    command->add_flag("--json", options->json, "Print each arm's rates and losses as JSON");
    return {command, [options] { return findRate(*options); }};
}

} // namespace ligature::cli
