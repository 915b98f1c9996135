// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/trainer.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <limits>
#include <mutex>
#include <new>

#include "core/files/atomic_file.h"
#include "core/memory/memory_limit.h"
#include "core/program/initial_values.h"
#include "core/training/checkpoint.h"
#include "core/training/compiled_project.h"
#include "core/training/denormals.h"
#include "core/training/divergence.h"
#include "core/training/lockstep_team.h"
#include "core/training/variant_run.h"
#include "core/tying/alias_values.h"

namespace ligature {

namespace {

using Clock = std::chrono::steady_clock;

/// How long the variants step without looking at each other, at a stop or at the time budget.
constexpr double quantumSeconds = 0.008;
constexpr std::int64_t largestQuantum = 4096;

constexpr std::uintmax_t largestCheckpoint = std::uintmax_t{1} << 36;

/// An epoch's end that takes longer to measure than this is measured by itself, so that a stop need not wait for it.
constexpr double longMeasure = 0.02;

tl::unexpected<Error> stopped(const std::string& project)
{
    return fail(project, "it was stopped before it began", {}, ErrorKind::Work);
}

class LockstepTrainer final : public Trainer {
public:
    LockstepTrainer(std::vector<std::unique_ptr<VariantRun>> runs, DataIdentity data, int threads)
        : m_data(std::move(data)), m_runs(std::move(runs)),
          m_team(std::clamp<std::size_t>(threads < 1 ? 1 : static_cast<std::size_t>(threads), 1,
                                         std::max<std::size_t>(1, m_runs.size()))),
          m_last_epochs(m_runs.size())
    {
        for (const auto& run : m_runs)
            m_variants.push_back(run->variant());
    }

    bool measureStart(const std::stop_token& stop, const std::function<void(double)>& told) override
    {
        if (m_measured_start || step() > 0)
            return m_measured_start = true;
        std::int64_t all = 0;
        for (const auto& run : m_runs)
            all += run->samplesOfStart();
        std::mutex telling;
        std::int64_t done = 0;
        const auto count = [&](std::int64_t samples) {
            const std::scoped_lock lock(telling);
            done += samples;
            told(static_cast<double>(done) / static_cast<double>(std::max<std::int64_t>(1, all)));
        };
        std::atomic<bool> through = true;
        eachRun([&](VariantRun& run) {
            if (!run.measureStart(stop, told ? std::function<void(std::int64_t)>(count) : nullptr))
                through = false;
        });
        m_measured_start = through;
        if (!through) {
            for (const auto& run : m_runs)
                run->events().clear(); // All of them are measured anew, together.
        }
        collectEvents();
        return m_measured_start;
    }

    void advance(std::int64_t steps, std::chrono::milliseconds budget, const std::stop_token& stop) override
    {
        if (!m_measured_start && !measureStart(stop, {}))
            return;
        // Also where no step is left: what was stopped in its last measure ends with it.
        if (std::ranges::any_of(m_runs, [](const auto& run) { return run->hasUnmeasuredEpoch(); })) {
            eachRun([&](VariantRun& run) { run.advance(0, m_seconds, stop); });
            collectEvents();
        }
        const auto deadline = Clock::now() + budget;
        std::int64_t left = steps;
        while (left > 0 && !ended() && !stop.stop_requested() && Clock::now() < deadline) {
            std::int64_t quantum = std::min({left, m_quantum, totalSteps() - step()});
            const bool measures_long =
                std::ranges::any_of(m_runs, [](const auto& run) { return run->measureSeconds() > longMeasure; });
            // A stop while one arm is measured must find all of them at the epoch's end, where one may be out of
            // patience, too.
            if (measures_long || m_runs.front()->settings().patience > 0)
                quantum = std::min(quantum, stepsPerEpoch() - step() % stepsPerEpoch());
            const std::stop_token stop_measuring = measures_long ? stop : std::stop_token();
            const auto start = Clock::now();
            eachRun([&](VariantRun& run) { run.advance(quantum, m_seconds, stop_measuring); });
            const double taken = std::chrono::duration<double>(Clock::now() - start).count();
            m_seconds += taken;
            left -= quantum;
            noteDivergence();
            collectEvents();
            const double per_step = taken / static_cast<double>(std::max<std::int64_t>(1, quantum));
            m_quantum = std::clamp<std::int64_t>(static_cast<std::int64_t>(quantumSeconds / (per_step + 1e-9)), 1,
                                                 largestQuantum);
        }
        if (finished() && !m_divergence)
            m_divergence = nonFiniteMeasure();
        if (ended() && !m_said_end)
            sayEnd();
    }

    std::optional<LossMeasure> measureTest(const ArmId& arm, const std::stop_token& stop) override
    {
        const DenormalsAsZero fast;
        return (*std::ranges::find(m_runs, arm, [](const auto& run) { return run->variant(); }))->measureTest(stop);
    }

    void scaleRate(double factor) override
    {
        for (const auto& run : m_runs)
            run->scaleRate(factor);
    }
    double rateFactor() const override { return factorAt(m_runs.front()->learningRate().changes(), step()); }
    bool goBack(std::int64_t steps) override
    {
        std::int64_t last = std::numeric_limits<std::int64_t>::max();
        std::int64_t least = 0;
        for (const auto& run : m_runs) {
            const auto reachable = run->leastStepBack();
            if (!reachable)
                return false;
            last = std::min(last, run->step());
            least = std::max(least, *reachable);
        }
        const std::int64_t target = std::max(least, last - steps);
        if (!m_divergence || target >= last)
            return false;
        eachRun([&](VariantRun& run) { run.goBack(target); });
        m_divergence.reset();
        return true;
    }

    double seconds() const override { return m_seconds; }
    bool finished() const override
    {
        return std::ranges::all_of(m_runs, [](const auto& run) { return run->finished(); });
    }
    std::int64_t keptEpoch(ArmId arm) const override { return run(arm).keptEpoch(); }
    const std::optional<Divergence>& divergence() const override { return m_divergence; }
    std::optional<Divergence> nonFiniteMeasure() const override
    {
        for (const auto& run : m_runs) {
            if (run->nonFiniteMeasure())
                return divergenceOfMeasure(*run);
        }
        return std::nullopt;
    }
    Result<void> checkWeights() const override
    {
        for (const auto& run : m_runs) {
            if (const auto finite = run->checkWeights(); !finite)
                return fail("the " + toString(run->variant()) + " network",
                            "after step " + std::to_string(run->step()) + ", " + finite.error().what,
                            "lower the learning rate, or scale the data", ErrorKind::Work);
        }
        return {};
    }
    const std::optional<TwinCheck>& twinCheck() const override { return m_twin_check; }
    std::vector<MetricEvent> takeEvents() override { return std::exchange(m_events, {}); }
    std::vector<UseGradients> takeUseGradients() override { return std::exchange(m_use_gradients, {}); }
    std::span<const ArmId> variants() const override { return m_variants; }
    std::int64_t step() const override { return m_runs.front()->step(); }
    std::int64_t totalSteps() const override { return m_runs.front()->totalSteps(); }
    std::int64_t stepsPerEpoch() const override { return m_runs.front()->order().stepsPerEpoch(); }
    std::int64_t trainingSampleCount() const override
    {
        return static_cast<std::int64_t>(m_runs.front()->order().training().size());
    }
    std::int64_t validationSampleCount() const override
    {
        return static_cast<std::int64_t>(m_runs.front()->order().validation().size());
    }
    const Network& network(ArmId variant) const override { return run(variant).network(); }
    Weights weights(ArmId variant) const override { return run(variant).weights(); }
    TrainingState state() const override
    {
        TrainingState now;
        now.seconds = m_seconds;
        now.data = m_data;
        for (const auto& run : m_runs)
            now.variants[run->variant()] = run->state();
        return now;
    }

    Result<void> watchUses(std::int64_t every) override
    {
        for (const auto& run : m_runs) {
            run->watchUses(0);
            if (every <= 0)
                continue;
            const auto bytes = static_cast<std::uint64_t>(run->bytesToWatchUses());
            if (auto enough = checkMemory(bytes, "watching what each use adds to a gradient"); !enough)
                return enough;
            run->watchUses(every);
        }
        return {};
    }
    std::vector<WatchedUses> watchedUses() const override
    {
        std::vector<WatchedUses> all;
        for (const auto& run : m_runs)
            std::ranges::move(run->watchedUses(), std::back_inserter(all));
        return all;
    }

    void watchGradients(std::int64_t every) override
    {
        for (const auto& run : m_runs)
            run->watchGradients(every);
    }
    std::vector<GradientNorms> takeGradientNorms() override
    {
        std::vector<GradientNorms> all;
        for (const auto& run : m_runs)
            std::ranges::move(run->takeGradientNorms(), std::back_inserter(all));
        return all;
    }
    std::vector<ArmSpreads> spreads() const override
    {
        std::vector<ArmSpreads> all;
        for (const auto& run : m_runs)
            all.push_back(run->spreads());
        return all;
    }

    std::string checkpoint(const ArmId& arm) const override
    {
        const VariantRun& one = run(arm);
        return encodeSafetensors(encodeCheckpoint(one.state(), one.checkpointSubject()));
    }

    Result<void> restoreFile(const std::filesystem::path& file) { return restore(*m_runs.front(), file); }

    /// All variants or none.
    Result<void> restore(const std::filesystem::path& folder)
    {
        for (const auto& run : m_runs) {
            if (const auto restored = restore(*run, folder / checkpointFileName(run->variant())); !restored)
                return restored;
        }
        for (const auto& run : m_runs) {
            if (run->step() != step()) {
                return fail(folder.string(), "its checkpoints are of different steps",
                            "resume from a folder that one training wrote");
            }
        }
        return {};
    }

    Result<void> restore(const TrainingState& from)
    {
        const auto has_learnt = std::ranges::any_of(from.variants, [](const auto& arm) { return arm.second.step > 0; });
        if (const auto difference = from.data && has_learnt ? differenceOf(*from.data, m_data) : std::nullopt)
            return fail("data", *difference, "choose the data that was trained on, or start anew");
        for (const auto& run : m_runs) {
            const auto state = from.variants.find(run->variant());
            if (state == from.variants.end())
                return fail({}, "nothing is trained of the " + toString(run->variant()) + " network", "train anew");
            if (const auto restored = run->restore(state->second); !restored)
                return restored;
            if (run->step() != step())
                return fail({}, "the variants are at different steps", "train anew");
        }
        m_seconds = from.seconds;
        return {};
    }

private:
    static Result<void> restore(VariantRun& run, const std::filesystem::path& file)
    {
        const auto bytes = readFile(file, largestCheckpoint);
        if (!bytes)
            return tl::unexpected(bytes.error());
        const auto decoded = decodeSafetensors(*bytes, file.string());
        if (!decoded)
            return tl::unexpected(decoded.error());
        if (const auto aliases = checkAliases(run.network(), *decoded, file.string()); !aliases)
            return tl::unexpected(aliases.error());
        const auto state = decodeCheckpoint(*decoded, run.checkpointSubject(), file.string());
        if (!state)
            return tl::unexpected(state.error());
        return run.restore(*state);
    }

    const VariantRun& run(ArmId variant) const
    {
        return **std::ranges::find(m_runs, variant, [](const auto& run) { return run->variant(); });
    }

    bool ended() const { return finished() || m_divergence.has_value(); }

    template <typename F>
    void eachRun(F f)
    {
        m_team.run(m_runs.size(), [&](std::size_t i) {
            const DenormalsAsZero fast;
            f(*m_runs[i]);
        });
    }

public:
    /// What 'both' promises; nothing without both.
    void compareTwins()
    {
        const auto tied = std::ranges::find(m_variants, tiedArm);
        const auto untied = std::ranges::find(m_variants, untiedArm);
        if (tied == m_variants.end() || untied == m_variants.end())
            return;
        std::vector<float> losses(m_runs.size());
        m_team.run(m_runs.size(), [&](std::size_t i) {
            const DenormalsAsZero fast;
            losses[i] = m_runs[i]->peekLoss();
        });
        const float of_tied = losses[static_cast<std::size_t>(tied - m_variants.begin())];
        const float of_untied = losses[static_cast<std::size_t>(untied - m_variants.begin())];
        m_twin_check = TwinCheck{of_tied, of_untied,
                                 std::bit_cast<std::uint32_t>(of_tied) == std::bit_cast<std::uint32_t>(of_untied)};
    }

private:
    void noteDivergence()
    {
        for (const auto& run : m_runs) {
            if (run->nonFinite() && !m_divergence)
                m_divergence = divergenceOfStep(*run);
        }
    }

    /// Step by step, the variants in turn.
    void collectEvents()
    {
        for (std::size_t i = 0; i < m_runs.size(); ++i) {
            const auto& run = m_runs[i];
            m_events.insert(m_events.end(), run->events().begin(), run->events().end());
            for (const MetricEvent& event : run->events()) {
                if (event.kind == MetricEvent::Kind::Epoch)
                    m_last_epochs[i] = event;
            }
            run->events().clear();
            std::ranges::move(run->takeUseGradients(), std::back_inserter(m_use_gradients));
        }
        sortByStep(m_events);
    }

    void sayEnd()
    {
        m_said_end = true;
        for (std::size_t i = 0; i < m_runs.size(); ++i) {
            MetricEvent end = m_last_epochs[i];
            end.kind = MetricEvent::Kind::End;
            end.variant = m_variants[i];
            end.step = m_runs[i]->step();
            end.seconds = m_seconds;
            m_events.push_back(end);
        }
    }

    DataIdentity m_data;
    std::vector<std::unique_ptr<VariantRun>> m_runs;
    std::vector<ArmId> m_variants;
    LockstepTeam m_team;
    std::vector<MetricEvent> m_events;
    std::vector<UseGradients> m_use_gradients;
    std::vector<MetricEvent> m_last_epochs; ///< of each arm
    std::optional<TwinCheck> m_twin_check;
    std::optional<Divergence> m_divergence;
    std::int64_t m_quantum = 1;
    double m_seconds = 0;
    bool m_measured_start = false;
    bool m_said_end = false;
};

/// @param anew draws the first values, and compares the twins' first losses; otherwise restore() is to follow
Result<std::unique_ptr<LockstepTrainer>> make(const Project& project, std::shared_ptr<const Dataset> dataset,
                                              int threads, bool anew, const std::stop_token& stop)
{
    auto compiled = compileForTraining(project, *dataset);
    if (!compiled)
        return tl::unexpected(errorOf(project.network, compiled.error().front(), project.name));
    const std::uint64_t seed = project.training.seed;
    const InitialValues values = anew ? drawInitialValues(compiled->graph, seed) : InitialValues();
    std::vector<std::unique_ptr<VariantRun>> runs;
    for (const CompiledArm& arm : compiled->arms) {
        if (stop.stop_requested())
            return stopped(project.name);
        const bool as_drawn = arm.made.network == compiled->network;
        runs.push_back(std::make_unique<VariantRun>(
            arm.id, arm.made.network, arm.graph, dataset, project.training,
            as_drawn || !anew ? values : derivedValues(values, compiled->graph, arm.made, arm.graph, seed)));
        if (arm.made.is_soft)
            runs.back()->setSoftTies(SoftTies(arm.made, compiled->graph, runs.back()->program()));
    }
    auto trainer = std::make_unique<LockstepTrainer>(std::move(runs), identityOf(*dataset), threads);
    if (anew && !stop.stop_requested())
        trainer->compareTwins();
    return trainer;
}

/// A trainer that went on from what `restore` puts into it.
template <typename Restore>
Result<std::unique_ptr<Trainer>> makeWith(const Project& project, std::shared_ptr<const Dataset> dataset, int threads,
                                          bool anew, const std::stop_token& stop, Restore restore)
{
    try {
        auto trainer = make(project, std::move(dataset), threads, anew, stop);
        if (!trainer)
            return tl::unexpected(trainer.error());
        if (const Result<void> restored = restore(**trainer); !restored)
            return tl::unexpected(restored.error());
        return std::move(*trainer);
    } catch (const std::bad_alloc&) {
        return fail(project.name, "there is not enough memory to train it", "make the layers or the batch smaller",
                    ErrorKind::Work);
    }
}

} // namespace

std::string checkpointFileName(const ArmId& arm)
{
    return toString(arm) + ".checkpoint.safetensors";
}

std::string bestCheckpointFileName(const ArmId& arm)
{
    return toString(arm) + ".best.checkpoint.safetensors";
}

Result<TrainingState> readCheckpoint(const Project& project, std::shared_ptr<const Dataset> dataset,
                                     const std::filesystem::path& file)
{
    const auto bytes = readFile(file, largestCheckpoint);
    if (!bytes)
        return tl::unexpected(bytes.error());
    const auto decoded = decodeSafetensors(*bytes, file.string());
    if (!decoded)
        return tl::unexpected(decoded.error());
    const auto facts = checkpointFacts(*decoded, file.string());
    if (!facts)
        return tl::unexpected(facts.error());
    const auto arm = decoded->metadata.find("variant");
    if (arm == decoded->metadata.end() || !isArmWord(arm->second))
        return fail(file.string(), "it does not say of which arm it is", "give a checkpoint that a training wrote");
    Project one = project;
    one.training.arms = {ArmId(arm->second)};
    auto trainer = makeWith(one, std::move(dataset), 1, false, {},
                            [&file](LockstepTrainer& made) { return made.restoreFile(file); });
    if (!trainer)
        return tl::unexpected(trainer.error());
    return (*trainer)->state();
}

Result<void> Trainer::writeCheckpoint(const std::filesystem::path& folder) const
{
    for (const ArmId& arm : variants()) {
        if (const auto written = writeFileAtomically(folder / checkpointFileName(arm), checkpoint(arm)); !written)
            return written;
    }
    return {};
}

Result<std::unique_ptr<Trainer>> Trainer::create(const Project& project, std::shared_ptr<const Dataset> dataset,
                                                 int threads, const std::stop_token& stop)
{
    return makeWith(project, std::move(dataset), threads, true, stop, [](LockstepTrainer&) { return Result<void>(); });
}

Result<std::unique_ptr<Trainer>> Trainer::resume(const Project& project, std::shared_ptr<const Dataset> dataset,
                                                 const TrainingState& from, int threads, const std::stop_token& stop)
{
    return makeWith(project, std::move(dataset), threads, false, stop,
                    [&from](LockstepTrainer& trainer) { return trainer.restore(from); });
}

Result<std::unique_ptr<Trainer>> Trainer::resume(const Project& project, std::shared_ptr<const Dataset> dataset,
                                                 const std::filesystem::path& folder, int threads,
                                                 const std::stop_token& stop)
{
    return makeWith(project, std::move(dataset), threads, false, stop,
                    [&folder](LockstepTrainer& trainer) { return trainer.restore(folder); });
}

} // namespace ligature
