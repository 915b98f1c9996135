// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <iostream>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include <unistd.h>

#include "app/cli/compare_text.h"
#include "app/cli/data_options.h"
#include "app/cli/interruption.h"
#include "app/cli/number_text.h"
#include "app/cli/project_options.h"
#include "app/cli/verb.h"
#include "core/experiment/cluster_jobs.h"
#include "core/experiment/comparison.h"
#include "core/experiment/experiment_queue.h"
#include "core/files/atomic_file.h"
#include "core/project/experiment_axis.h"
#include "core/project/project_file.h"
#include "core/tying/arm.h"

namespace ligature::cli {

namespace {

struct CompareOptions {
    std::string project;
    std::vector<std::string> arms;
    std::string baseline;
    std::optional<std::int64_t> seeds;
    std::optional<std::int64_t> first_seed;
    std::vector<double> fractions;
    std::vector<std::string> axes;
    std::string combination;
    std::optional<std::int64_t> draws;
    std::string measure;
    std::optional<double> margin;
    std::optional<std::int64_t> tuning_trials;
    std::optional<std::int64_t> epochs;
    std::optional<double> test_fraction;
    std::optional<int> threads;
    std::string data;
    std::vector<std::string> data_options;
    std::string out;
    std::string resume;
    std::vector<std::string> merge;
    std::string shard;
    std::string slurm;
    std::string commands;
    std::int64_t parts = 8;
    std::string save;
    std::string html;
    bool json = false;
};

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
    if (!options.baseline.empty())
        plan.baseline = ArmId(options.baseline);
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

/// Where the project is: in a folder that an earlier call wrote to, where none is named.
std::filesystem::path projectFile(const CompareOptions& options)
{
    if (!options.project.empty())
        return options.project;
    const std::string& folder =
        options.resume.empty() && !options.merge.empty() ? options.merge.front() : options.resume;
    return std::filesystem::path(folder) / experimentProjectFileName;
}

/// Relative paths of the data start from the project's file: in a copy of it elsewhere, they are whole.
Project withWholePaths(Project project, const std::filesystem::path& base)
{
    const DataFormat* const format = findDataFormat(project.data.format);
    for (const AttributeSpec& spec : format == nullptr ? std::vector<AttributeSpec>() : format->options()) {
        if (spec.kind != AttributeKind::Path || !project.data.options.contains(spec.name))
            continue;
        const auto& path = project.data.options.get<std::string>(spec.name);
        if (!path.empty())
            project.data.options.set(spec.name, (base / path).lexically_normal().string());
    }
    return project;
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

/// What a call says beside PROJECT and where it writes, so that it can be said again.
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
        add("--vary", "'" + axis + "'");
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
        add("--data", "'" + options.data + "'");
    for (const std::string& option : options.data_options)
        add("--data-option", "'" + option + "'");
    return text;
}

std::string today()
{
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    localtime_r(&now, &local);
    std::array<char, 32> text{};
    return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%d", &local)};
}

/// One line on a terminal that is written over; else a line now and then.
class ProgressLine {
public:
    void show(const ExperimentProgress& progress)
    {
        const bool is_last = progress.done == progress.runs;
        const auto now = std::chrono::steady_clock::now();
        if (!is_last && now - m_shown < (m_is_terminal ? std::chrono::milliseconds(100) : std::chrono::seconds(10)))
            return;
        m_shown = now;
        std::string line = progress.phase == ExperimentProgress::Phase::Tuning ? "Tuning: " : "Comparing: ";
        line += groupedText(progress.done) + " of " + groupedText(progress.runs) + " runs";
        if (progress.diverged > 0)
            line += ", " + groupedText(progress.diverged) + " diverged";
        if (progress.seconds_left && !is_last)
            line += ", " + durationText(*progress.seconds_left) + " left";
        std::cerr << (m_is_terminal ? "\r\x1b[K" : "") << line << (m_is_terminal ? "" : "\n");
        std::cerr.flush();
    }
    void clear() const
    {
        if (m_is_terminal)
            std::cerr << "\r\x1b[K";
    }

private:
    bool m_is_terminal = isatty(STDERR_FILENO) != 0;
    std::chrono::steady_clock::time_point m_shown;
};

Result<void> mergeFolders(const std::vector<std::string>& folders, RunStore& store)
{
    for (const std::string& folder : folders) {
        std::error_code none;
        if (!std::filesystem::is_directory(folder, none))
            return fail(folder, "there is no such folder", "name what compare --shard wrote to");
        if (store.folder() == folder)
            continue;
        const auto part = RunStore::open(folder);
        if (!part)
            return tl::unexpected(part.error());
        for (const std::string& key : (*part)->keys()) {
            const auto result = (*part)->find(key);
            if (!result)
                return tl::unexpected(result.error());
            const auto there = store.find(key);
            if (there && !*there && *result) {
                if (const auto added = store.add(**result); !added)
                    return added;
            }
        }
    }
    return {};
}

Result<int> writeJobs(const CompareOptions& options)
{
    ClusterJobs jobs{.project = std::filesystem::absolute(options.project).lexically_normal().string(),
                     .options = repeatedOptions(options),
                     .folder = std::filesystem::absolute(options.out).lexically_normal().string(),
                     .parts = options.parts,
                     .threads = options.threads.value_or(1)};
    if (!options.slurm.empty()) {
        if (const auto written = writeFileAtomically(options.slurm, slurmScript(jobs)); !written)
            return tl::unexpected<Error>(written.error());
    }
    if (!options.commands.empty()) {
        if (const auto written = writeFileAtomically(options.commands, commandList(jobs)); !written)
            return tl::unexpected<Error>(written.error());
    }
    return exitDone;
}

Result<void> writeAnswer(const CompareOptions& options, const Experiment& experiment, const ExperimentFigures& figures,
                         const RunStore& store, bool is_part)
{
    const std::string json = writeComparisonJson(experiment, figures);
    const std::string repeated = repeatedOptions(options);
    const std::string page = writeComparisonPage(
        experiment, figures,
        "ligature-cli compare " + (options.project.empty() ? std::string("PROJECT") : options.project) +
            (repeated.empty() ? "" : " " + repeated),
        today());
    if (!store.folder().empty() && !is_part) {
        for (const auto& [name, bytes] : {std::pair(comparisonJsonFileName, &json), {comparisonPageFileName, &page}}) {
            if (const auto written = writeFileAtomically(store.folder() / name, *bytes); !written)
                return written;
        }
    }
    if (!options.html.empty()) {
        if (const auto written = writeFileAtomically(options.html, page); !written)
            return written;
    }
    std::cout << (options.json ? json : comparisonText(experiment, figures));
    if (!options.json && !store.folder().empty() && !is_part)
        std::cout << "\nReport: " << (store.folder() / comparisonPageFileName).string() << '\n';
    return {};
}

Result<int> compare(const CompareOptions& options)
{
    if (options.project.empty() && options.resume.empty() && options.merge.empty())
        return fail("compare", "no project is named", "name one, or a folder with --resume or --merge");
    const std::string out = options.out.empty() ? options.resume : options.out;
    if (!options.shard.empty() && out.empty())
        return fail("--shard", "there is no folder for its runs", "add --out DIR");
    const std::filesystem::path file = projectFile(options);
    Result<Project> project = loadProject(file);
    if (!project)
        return tl::unexpected<Error>(project.error());
    if (const auto set = overridePlan(options, *project); !set)
        return tl::unexpected<Error>(set.error());
    if (!options.save.empty()) {
        if (const auto saved =
                saveProject(withWholePaths(*project, std::filesystem::absolute(file).parent_path()), options.save);
            !saved)
            return tl::unexpected<Error>(saved.error());
        return exitDone;
    }
    const Result<Shard> shard = readShard(options.shard);
    if (!shard)
        return tl::unexpected<Error>(shard.error());

    const std::filesystem::path base = std::filesystem::absolute(file).parent_path();
    Result<Dataset> loaded = loadDataset(project->data, base);
    if (!loaded)
        return tl::unexpected<Error>(loaded.error());
    printRemarks(*loaded);
    auto experiment = Experiment::plan(*project, std::make_shared<const Dataset>(std::move(*loaded)));
    if (!experiment)
        return tl::unexpected<Error>(inFile(experiment.error(), file.string()));
    if (!options.slurm.empty() || !options.commands.empty())
        return writeJobs(options);

    auto store = std::make_unique<RunStore>();
    if (!out.empty()) {
        auto opened = RunStore::open(out);
        if (!opened)
            return tl::unexpected<Error>(opened.error());
        store = std::move(*opened);
        const std::filesystem::path copy = store->folder() / experimentProjectFileName;
        std::error_code none;
        if (!std::filesystem::equivalent(copy, file, none)) {
            if (const auto saved = saveProject(withWholePaths(*project, base), copy); !saved)
                return tl::unexpected<Error>(saved.error());
        }
    }
    const Interruption interruption;
    bool is_through = true;
    if (!options.merge.empty()) {
        if (const auto merged = mergeFolders(options.merge, *store); !merged)
            return tl::unexpected<Error>(merged.error());
    } else {
        const int threads =
            options.threads.value_or(std::max(1, static_cast<int>(std::thread::hardware_concurrency())));
        ExperimentQueue queue(*experiment, *store, threads, *shard);
        ProgressLine line;
        const auto ran =
            queue.run(interruption.stop(), [&line](const ExperimentProgress& progress) { line.show(progress); });
        line.clear();
        if (!ran)
            return tl::unexpected<Error>(inFile(ran.error(), file.string()));
        is_through = *ran;
    }
    const auto figures = figuresOf(*experiment, *store);
    if (!figures)
        return tl::unexpected<Error>(figures.error());
    const bool is_part = shard->of > 1;
    if (is_part && !options.json)
        std::cout << "Part " << shard->part << " of " << shard->of << " is " << (is_through ? "through" : "stopped")
                  << "; compare --merge " << out << " puts the parts together.\n";
    else if (const auto written = writeAnswer(options, *experiment, *figures, *store, is_part); !written)
        return tl::unexpected<Error>(written.error());
    if (interruption.signal() != 0)
        return signalExitBase + interruption.signal();
    if (!options.merge.empty() && figures->done < figures->runs)
        return fail(file.string(),
                    groupedText(figures->runs - figures->done) + " of " + groupedText(figures->runs) +
                        " runs are in none of the folders",
                    "run the parts that are missing again, or all that is with --resume", ErrorKind::Work);
    return exitDone;
}

} // namespace

Verb addCompare(CLI::App& program)
{
    CLI::App* const command = program.add_subcommand(
        "compare", "Is the tie worth it? Train the arms with several seeds and say what the tie saves and costs");
    const auto options = std::make_shared<CompareOptions>();
    command
        ->add_option("PROJECT", options->project, "The project file; with --resume and --merge the folder has a copy")
        ->type_name("");
    command->add_option("--seeds", options->seeds, "How often each arm is trained (10); under 6 there is no verdict")
        ->type_name("N");
    command->add_option("--first-seed", options->first_seed, "The first seed, in place of the project's")
        ->type_name("N");
    command->add_option("--fractions", options->fractions, "Shares of the training samples, such as 0.1,0.3,1")
        ->type_name("LIST")
        ->delimiter(',');
    command
        ->add_option("--arms", options->arms,
                     "What is compared, separated by commas: " + armNames() + ", or the project's own")
        ->type_name("NAMES")
        ->delimiter(',');
    command->add_option("--baseline", options->baseline, "The arm that the others are held against (untied)")
        ->type_name("NAME");
    command
        ->add_option("--vary", options->axes,
                     "A setting and its values: learning_rate=0.001,0.01, LAYER.out_features=16,32, "
                     "LAYER.weight.gradient_factor=0,1, or a range 0.001..0.1:log; may be given several times")
        ->type_name("NAME=VALUES")
        ->allow_extra_args(false);
    command
        ->add_option("--combine", options->combination,
                     "How the values of several settings come together: grid (each with each), list (first with "
                     "first), random")
        ->type_name("HOW")
        ->check(CLI::IsMember({"grid", "list", "random"}).description(""));
    command->add_option("--draws", options->draws, "With --combine random: how many points are drawn (8)")
        ->type_name("N");
    command
        ->add_option("--by", options->measure, "What the verdict is about: loss (on the validation samples), or metric")
        ->type_name("WHAT")
        ->check(CLI::IsMember({"loss", "metric"}).description(""));
    command
        ->add_option("--margin", options->margin,
                     "How much worse is still as good, as a share of the baseline's figure (0.005)")
        ->type_name("SHARE");
    command
        ->add_option("--tune", options->tuning_trials,
                     "Try so many learning rates for each arm first, on seeds of their own")
        ->type_name("N");
    command->add_option("--epochs", options->epochs, "How often to go through the data")->type_name("N");
    command
        ->add_option("--test-fraction", options->test_fraction,
                     "Keep this share of the samples for a test at the end of each run")
        ->type_name("SHARE");
    command->add_option("--threads", options->threads, "How many runs are trained at a time (all cores)")
        ->type_name("N")
        ->check(CLI::Range(1, largestThreadCount).description(""));
    addDataOptions(*command, options->data, options->data_options);
    CLI::Option* const out =
        command->add_option("--out", options->out, "Keep the runs here; a call that finds some there trains the others")
            ->type_name("DIR");
    CLI::Option* const resume =
        command->add_option("--resume", options->resume, "Go on with what an earlier call began there")
            ->type_name("DIR");
    command->add_option("--shard", options->shard, "Train only part I of N; needs --out")
        ->type_name("I/N")
        ->excludes(resume);
    command->add_option("--merge", options->merge, "Put the parts in these folders together; trains nothing")
        ->type_name("DIR...")
        ->expected(1, 100000)
        ->excludes(resume);
    command->add_option("--slurm", options->slurm, "Write a Slurm job array for this experiment to a file; needs --out")
        ->type_name("FILE")
        ->needs(out);
    command->add_option("--commands", options->commands, "Write a list of commands, one a part, to a file; needs --out")
        ->type_name("FILE")
        ->needs(out);
    command->add_option("--parts", options->parts, "With --slurm and --commands: how many parts (8)")
        ->type_name("N")
        ->check(CLI::Range(std::int64_t{1}, std::int64_t{100000}).description(""));
    command->add_option("--save", options->save, "Write the project with this experiment in it, and train nothing")
        ->type_name("FILE");
    command->add_option("--html", options->html, "Write the report as one HTML file")->type_name("FILE");
    command->add_flag("--json", options->json, "Print all figures as one JSON object");
    command->footer(
        "The same project, data and seeds give the same figures to the last bit, on one thread or many, on one "
        "machine or several; only times differ. A kill takes nothing that is through: the same call with "
        "--resume DIR goes on. Ctrl-C stops, prints what is known and exits with 130.");
    return {command, [options] { return compare(*options); }};
}

} // namespace ligature::cli
