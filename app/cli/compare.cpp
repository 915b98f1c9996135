// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <utility>

#include <unistd.h>

#include "app/cli/compare_options.h"
#include "app/cli/compare_text.h"
#include "app/cli/data_options.h"
#include "app/cli/interruption.h"
#include "app/cli/number_text.h"
#include "app/cli/project_options.h"
#include "app/cli/verb.h"
#include "core/comparison/cluster_jobs.h"
#include "core/comparison/comparison.h"
#include "core/experiment/experiment_queue.h"
#include "core/files/atomic_file.h"
#include "core/files/writable_folder.h"
#include "core/project/project_file.h"
#include "core/report/event_file.h"
#include "core/report/training_folder.h"

namespace ligature::cli {

namespace {

constexpr double usualInterval = 20; ///< seconds between two checkpoints of a run

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
        if (line == std::exchange(m_line, line))
            return;
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
    std::string m_line;
};

Result<void> mergeFolders(const std::vector<std::string>& folders, RunStore& store)
{
    for (const std::string& folder : folders) {
        const auto part = RunStore::openToRead(folder);
        if (!part)
            return tl::unexpected(part.error());
        if (const auto taken = store.takeFrom(**part); !taken)
            return taken;
    }
    return {};
}

/// What there is that is of no run of this experiment: of other settings, data or programs.
std::int64_t strangersIn(const RunStore& store, const Experiment& experiment)
{
    std::set<std::string> own;
    const auto rates = tunedRates(experiment, store);
    for (const auto& runs :
         {experiment.tuningRuns(), experiment.comparedRuns(rates ? (*rates).value_or(TunedRates()) : TunedRates())}) {
        for (const PlannedRun& run : runs)
            own.insert(experiment.keyOf(run));
    }
    return std::ranges::count_if(store.keys(), [&own](const std::string& key) { return !own.contains(key); });
}

/// Parts that are put together, and do not make a whole.
Result<int> missingRuns(const Experiment& experiment, const ExperimentFigures& figures, const RunStore& store,
                        const std::string& file)
{
    std::string what = groupedText(figures.runs - figures.done) + " of " + groupedText(figures.runs) +
                       " runs are in none of the folders";
    if (const std::int64_t strangers = strangersIn(store, experiment); strangers > 0)
        what += ", which have " + groupedText(strangers) + " of other settings, other data or another program";
    return fail(file, what, "run the parts that are missing again, or all that is with --resume", ErrorKind::Work);
}

Result<int> writeJobs(const CompareOptions& options, const std::filesystem::path& file)
{
    ClusterJobs jobs{.project = std::filesystem::absolute(file).lexically_normal().string(),
                     .options = repeatedOptions(options),
                     .folder = std::filesystem::absolute(options.out).lexically_normal().string(),
                     .parts = options.parts,
                     .threads = options.threads.value_or(1)};
    if (options.checkpoint_interval)
        jobs.options += (jobs.options.empty() ? "" : " ") + std::string("--checkpoint-interval ") +
                        exactText(*options.checkpoint_interval);
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

/// A run of TensorBoard for each run of the experiment: "fraction=0.1/tied-seed-3".
Result<void> writeEventFiles(const std::filesystem::path& folder, const Experiment& experiment,
                             const ExperimentFigures& figures)
{
    for (const GroupFigures& group : figures.groups) {
        std::string place;
        for (std::size_t i = 0; i < group.values.size(); ++i)
            place += experiment.axes()[i] + "=" + group.values[i] + ",";
        if (figures.groups.size() > 1)
            place += "fraction=" + exactText(group.group.fraction);
        // A name of a layer may have what a folder's cannot.
        std::ranges::replace_if(
            place, [](char c) { return c == '/' || c == '\\' || static_cast<unsigned char>(c) < ' '; }, '_');
        for (const ArmFigures& arm : group.arms) {
            for (const auto& run : arm.runs) {
                if (!run)
                    continue;
                const std::filesystem::path own =
                    folder / place / (toString(arm.arm) + "-seed-" + std::to_string(run->seed));
                if (const auto made = makeWritableFolder(own); !made)
                    return made;
                const std::string bytes = encodeEventFile(run->epochs, figures.metric.name, 0);
                if (const auto written = writeFileAtomically(own / eventFileName, bytes); !written)
                    return written;
            }
        }
    }
    return {};
}

Result<void> writeAnswer(const CompareOptions& options, const Experiment& experiment, const ExperimentFigures& figures,
                         const RunStore& store, bool is_part)
{
    const std::string json = writeComparisonJson(experiment, figures);
    const std::string repeated = repeatedOptions(options);
    const std::string page = writeComparisonPage(
        experiment, figures,
        "ligature-cli compare " + (options.project.empty() ? "PROJECT" : shellQuoted(options.project)) +
            (repeated.empty() ? "" : " " + repeated),
        today());
    if (!store.folder().empty() && !is_part) {
        for (const auto& [name, bytes] : {std::pair(comparisonJsonFileName, &json), {comparisonPageFileName, &page}}) {
            if (const auto written = writeFileAtomically(store.folder() / name, *bytes); !written)
                return written;
        }
    }
    if (!options.tensorboard.empty()) {
        if (const auto written = writeEventFiles(options.tensorboard, experiment, figures); !written)
            return written;
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
    const std::filesystem::path file = projectFile(options);
    Result<Project> project = loadProject(file);
    if (!project)
        return tl::unexpected<Error>(project.error());
    if (const auto set = overridePlan(options, *project); !set)
        return tl::unexpected<Error>(set.error());
    const Result<Shard> shard = readShard(options.shard);
    if (!shard)
        return tl::unexpected<Error>(shard.error());

    const std::filesystem::path base = std::filesystem::absolute(file).parent_path();
    const Project moved = withWholePaths(*project, base);
    Result<Dataset> loaded = loadDataset(project->data, base);
    if (!loaded)
        return tl::unexpected<Error>(loaded.error());
    printRemarks(*loaded);
    auto experiment = Experiment::plan(*project, std::make_shared<const Dataset>(std::move(*loaded)));
    if (!experiment)
        return tl::unexpected<Error>(inFile(experiment.error(), file.string()));
    if (!options.save.empty()) {
        const bool stays =
            std::filesystem::absolute(options.save).parent_path().lexically_normal() == base.lexically_normal();
        if (const auto saved = saveProject(stays ? *project : moved, options.save); !saved)
            return tl::unexpected<Error>(saved.error());
        return exitDone;
    }
    if (!options.slurm.empty() || !options.commands.empty())
        return writeJobs(options, file);

    auto store = std::make_unique<RunStore>();
    if (!out.empty()) {
        auto opened = RunStore::open(out);
        if (!opened)
            return tl::unexpected<Error>(opened.error());
        store = std::move(*opened);
        // Also what this call says otherwise than the one before: more seeds.
        if (const auto saved = saveProject(moved, store->folder() / experimentProjectFileName); !saved)
            return tl::unexpected<Error>(saved.error());
    }
    const Interruption interruption;
    bool is_through = true;
    if (!options.merge.empty()) {
        if (const auto merged = mergeFolders(options.merge, *store); !merged)
            return tl::unexpected<Error>(merged.error());
    } else {
        const int threads =
            options.threads.value_or(std::max(1, static_cast<int>(std::thread::hardware_concurrency())));
        const std::chrono::duration<double> interval(options.checkpoint_interval.value_or(usualInterval));
        ExperimentQueue queue(*experiment, *store, threads, *shard,
                              std::chrono::ceil<std::chrono::milliseconds>(interval));
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
        return missingRuns(*experiment, *figures, *store, file.string());
    return exitDone;
}

} // namespace

Verb addCompare(CLI::App& program)
{
    CLI::App* const command = program.add_subcommand(
        "compare", "Is the tie worth it? Train the arms with several seeds and say what the tie saves and costs");
    const auto options = std::make_shared<CompareOptions>();
    addCompareOptions(*command, *options);
    command->footer(
        "The same project, data and seeds give the same figures to the last bit, on one thread or many, on one "
        "machine or several; only times differ. A kill takes nothing that is through: the same call with "
        "--resume DIR goes on. Ctrl-C stops, prints what is known and exits with 130.");
    return {command, [options] { return compare(*options); }};
}

} // namespace ligature::cli
