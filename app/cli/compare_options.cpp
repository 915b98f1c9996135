// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/compare_options.h"

#include <algorithm>
#include <charconv>
#include <filesystem>

#include "app/cli/number_text.h"
#include "app/cli/project_options.h"
#include "core/comparison/cluster_jobs.h"
#include "core/project/experiment_axis.h"
#include "core/tying/arm.h"

namespace ligature::cli {

namespace {

/// Sets a setting of the experiment, where the option is given and its spec allows the value.
Result<void> overrideExperiment(ExperimentPlan& plan, const std::string& option, const std::string& name,
                                const std::optional<AttributeValue>& value)
{
    if (!value)
        return {};
    const auto& specs = experimentSettingSpecs();
    if (const auto valid = validateValue(*std::ranges::find(specs, name, &AttributeSpec::name), *value, option); !valid)
        return valid;
    setExperimentSetting(plan, name, *value);
    return {};
}

template <typename Value>
std::optional<AttributeValue> given(const std::optional<Value>& value)
{
    return value ? std::optional<AttributeValue>(*value) : std::nullopt;
}

std::optional<AttributeValue> given(const std::string& word)
{
    return word.empty() ? std::nullopt : std::optional<AttributeValue>(word);
}

} // namespace

Result<void> overridePlan(const CompareOptions& options, Project& project)
{
    ExperimentPlan& plan = project.experiment;
    for (const Result<void>& set :
         {overrideSetting(project.training, "--first-seed", "seed", options.first_seed),
          overrideSetting(project.training, "--epochs", "epochs", options.epochs),
          overrideSetting(project.training, "--test-fraction", "test_fraction", options.test_fraction),
          overrideExperiment(plan, "--seeds", "seeds", given(options.seeds)),
          overrideExperiment(plan, "--combine", "combination", given(options.combination)),
          overrideExperiment(plan, "--draws", "draws", given(options.draws)),
          overrideExperiment(plan, "--by", "measure", given(options.measure)),
          overrideExperiment(plan, "--margin", "margin", given(options.margin)),
          overrideExperiment(plan, "--tune", "tuning_trials", given(options.tuning_trials)),
          setData(project, options.data, options.data_options)}) {
        if (!set)
            return set;
    }
    if (!options.arms.empty()) {
        plan.arms.clear();
        for (const std::string& word : options.arms)
            plan.arms.emplace_back(word);
        if (const auto valid = checkArms(plan.arms, project.network, "--arms"); !valid)
            return valid;
    }
    if (!options.baseline.empty()) {
        plan.baseline = ArmId(options.baseline);
        if (const auto valid = checkArms(std::vector{*plan.baseline}, project.network, "--baseline"); !valid)
            return valid;
    }
    if (!options.fractions.empty())
        plan.fractions = options.fractions;
    if (!options.axes.empty())
        plan.axes.clear();
    for (const std::string& text : options.axes) {
        const auto axis = axisFromText(text, project);
        if (!axis)
            return fail("--vary " + axis.error().where, axis.error().what, axis.error().mend);
        plan.axes.push_back(*axis);
    }
    return {};
}

Result<Shard> readShard(const std::string& text)
{
    Shard shard;
    if (text.empty())
        return shard;
    const std::size_t slash = text.find('/');
    const auto number = [](std::string_view part, std::int64_t& to) {
        const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), to);
        return error == std::errc{} && end == part.data() + part.size();
    };
    if (slash == std::string::npos || !number(std::string_view(text).substr(0, slash), shard.part) ||
        !number(std::string_view(text).substr(slash + 1), shard.of) || shard.part < 1 || shard.part > shard.of)
        return fail("--shard", "\"" + text + "\" is no part of a number of parts",
                    "write it as 3/8, the third of eight");
    return shard;
}

std::string repeatedOptions(const CompareOptions& options)
{
    std::string text;
    const auto add = [&text](const std::string& option, const std::string& value) {
        text.append(text.empty() ? "" : " ").append(option).append(" ").append(value);
    };
    const auto joined = [](const auto& values, auto text_of) {
        std::string list;
        for (const auto& value : values)
            list.append(list.empty() ? "" : ",").append(text_of(value));
        return list;
    };
    if (!options.arms.empty())
        add("--arms", joined(options.arms, [](const std::string& arm) { return arm; }));
    if (!options.baseline.empty())
        add("--baseline", options.baseline);
    if (options.seeds)
        add("--seeds", std::to_string(*options.seeds));
    if (options.first_seed)
        add("--first-seed", std::to_string(*options.first_seed));
    if (!options.fractions.empty())
        add("--fractions", joined(options.fractions, [](double fraction) { return exactText(fraction); }));
    for (const std::string& axis : options.axes)
        add("--vary", shellQuoted(axis));
    if (!options.combination.empty())
        add("--combine", options.combination);
    if (options.draws)
        add("--draws", std::to_string(*options.draws));
    if (!options.measure.empty())
        add("--by", options.measure);
    if (options.margin)
        add("--margin", exactText(*options.margin));
    if (options.tuning_trials)
        add("--tune", std::to_string(*options.tuning_trials));
    if (options.epochs)
        add("--epochs", std::to_string(*options.epochs));
    if (options.test_fraction)
        add("--test-fraction", exactText(*options.test_fraction));
    if (!options.data.empty())
        add("--data", shellQuoted(std::filesystem::absolute(options.data).lexically_normal().string()));
    for (const std::string& option : options.data_options)
        add("--data-option", shellQuoted(option));
    return text;
}

void addCompareOptions(CLI::App& command, CompareOptions& options)
{
    command.add_option("PROJECT", options.project, "The project file; with --resume and --merge the folder has a copy")
        ->type_name("");
    command.add_option("--seeds", options.seeds, "How often each arm is trained (10); under 6 there is no verdict")
        ->type_name("N");
    command.add_option("--first-seed", options.first_seed, "The first seed, in place of the project's")->type_name("N");
    command.add_option("--fractions", options.fractions, "Shares of the training samples, such as 0.1,0.3,1")
        ->type_name("LIST")
        ->delimiter(',');
    command
        .add_option("--arms", options.arms,
                    "What is compared, separated by commas: " + armNames() + ", or the project's own")
        ->type_name("NAMES")
        ->delimiter(',');
    command.add_option("--baseline", options.baseline, "The arm that the others are held against (untied)")
        ->type_name("NAME");
    command
        .add_option("--vary", options.axes,
                    "A setting and its values: learning_rate=0.001,0.01, LAYER.out_features=16,32, "
                    "LAYER.weight.gradient_factor=0,1, or a range 0.001..0.1:log; may be given several times")
        ->type_name("NAME=VALUES")
        ->allow_extra_args(false);
    command
        .add_option("--combine", options.combination,
                    "How the values of several settings come together: grid (each with each), list (first with "
                    "first), random")
        ->type_name("HOW")
        ->check(CLI::IsMember({"grid", "list", "random"}).description(""));
    command.add_option("--draws", options.draws, "With --combine random: how many points are drawn (8)")
        ->type_name("N");
    command
        .add_option("--by", options.measure, "What the verdict is about: loss (on the validation samples), or metric")
        ->type_name("WHAT")
        ->check(CLI::IsMember({"loss", "metric"}).description(""));
    command
        .add_option("--margin", options.margin,
                    "How much worse is still as good, as a share of the baseline's figure (0.005)")
        ->type_name("SHARE");
    command
        .add_option("--tune", options.tuning_trials,
                    "Try so many learning rates for each arm first, on seeds of their own")
        ->type_name("N");
    command.add_option("--epochs", options.epochs, "How often to go through the data")->type_name("N");
    command
        .add_option("--test-fraction", options.test_fraction,
                    "Keep this share of the samples for a test at the end of each run")
        ->type_name("SHARE");
    command.add_option("--threads", options.threads, "How many runs are trained at a time (all cores)")
        ->type_name("N")
        ->check(CLI::Range(1, largestThreadCount).description(""));
    command
        .add_option("--checkpoint-interval", options.checkpoint_interval,
                    "Write what a run goes on from after so many seconds each (20), for a kill to take no more")
        ->type_name("SECONDS")
        ->check(CLI::Range(0.001, 1e9).description(""));
    addDataOptions(command, options.data, options.data_options);
    CLI::Option* const out =
        command.add_option("--out", options.out, "Keep the runs here; a call that finds some there trains the others")
            ->type_name("DIR");
    CLI::Option* const resume =
        command.add_option("--resume", options.resume, "Go on with what an earlier call began there")
            ->type_name("DIR")
            ->excludes(out);
    CLI::Option* const shard = command.add_option("--shard", options.shard, "Train only part I of N; needs --out")
                                   ->type_name("I/N")
                                   ->needs(out);
    command.add_option("--merge", options.merge, "Put the parts in these folders together; trains nothing")
        ->type_name("DIR...")
        ->expected(1, 100000)
        ->excludes(resume)
        ->excludes(shard);
    command.add_option("--slurm", options.slurm, "Write a Slurm job array for this experiment to a file; needs --out")
        ->type_name("FILE")
        ->needs(out);
    command.add_option("--commands", options.commands, "Write a list of commands, one a part, to a file; needs --out")
        ->type_name("FILE")
        ->needs(out);
    command.add_option("--parts", options.parts, "With --slurm and --commands: how many parts (8)")
        ->type_name("N")
        ->check(CLI::Range(std::int64_t{1}, std::int64_t{100000}).description(""));
    command.add_option("--save", options.save, "Write the project with this experiment in it, and train nothing")
        ->type_name("FILE");
    command
        .add_option("--tensorboard", options.tensorboard,
                    "Write the curves of each run to this folder, for TensorBoard to show")
        ->type_name("DIR")
        ->excludes(shard);
    command.add_option("--html", options.html, "Write the report as one HTML file")->type_name("FILE")->excludes(shard);
    command.add_flag("--json", options.json, "Print all figures as one JSON object");
}

} // namespace ligature::cli
