// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/trainer.h"

#include <algorithm>
#include <bit>
#include <functional>
#include <new>
#include <semaphore>
#include <thread>

#include "core/files/atomic_file.h"
#include "core/memory/memory_limit.h"
#include "core/program/initial_values.h"
#include "core/training/compiled_project.h"
#include "core/training/denormals.h"
#include "core/training/variant_run.h"

namespace ligature {

namespace {

using Clock = std::chrono::steady_clock;

/// How long the variants step without looking at each other, at a stop or at the time budget.
constexpr double quantumSeconds = 0.008;
constexpr std::int64_t largestQuantum = 4096;

constexpr std::uintmax_t largestCheckpoint = std::uintmax_t{1} << 36;

/// A second thread that runs one piece of work at a time and sleeps in between.
class Companion {
public:
    Companion()
        : m_thread([this](const std::stop_token& stop) {
              while (m_ready.acquire(), !stop.stop_requested()) {
                  m_work();
                  m_done.release();
              }
          })
    {
    }
    ~Companion()
    {
        m_thread.request_stop();
        m_ready.release();
    }
    Companion(const Companion&) = delete;
    Companion& operator=(const Companion&) = delete;

    void begin(std::function<void()> work)
    {
        m_work = std::move(work);
        m_ready.release();
    }
    void wait() { m_done.acquire(); }

private:
    std::function<void()> m_work;
    std::binary_semaphore m_ready{0};
    std::binary_semaphore m_done{0};
    std::jthread m_thread; // Last: it uses the others.
};

class LockstepTrainer final : public Trainer {
public:
    LockstepTrainer(std::vector<std::unique_ptr<VariantRun>> runs, int threads, bool compare) : m_runs(std::move(runs))
    {
        for (const auto& run : m_runs)
            m_variants.push_back(run->variant());
        if (threads > 1 && m_runs.size() > 1)
            m_companion = std::make_unique<Companion>();
        if (compare && m_runs.size() > 1)
            compareTwins();
    }

    void advance(std::int64_t steps, std::chrono::milliseconds budget, const std::stop_token& stop) override
    {
        if (!m_measured_start) {
            m_measured_start = true;
            if (step() == 0)
                eachRun([](VariantRun& run) { run.measureStart(); });
            collectEvents();
        }
        const auto deadline = Clock::now() + budget;
        std::int64_t left = steps;
        while (left > 0 && !ended() && !stop.stop_requested() && Clock::now() < deadline) {
            const std::int64_t quantum = std::min({left, m_quantum, totalSteps() - step()});
            const auto start = Clock::now();
            eachRun([this, quantum](VariantRun& run) { run.advance(quantum, m_seconds); });
            const double taken = std::chrono::duration<double>(Clock::now() - start).count();
            m_seconds += taken;
            left -= quantum;
            noteDivergence();
            collectEvents();
            const double per_step = taken / static_cast<double>(quantum);
            m_quantum = std::clamp<std::int64_t>(static_cast<std::int64_t>(quantumSeconds / (per_step + 1e-9)), 1,
                                                 largestQuantum);
        }
        if (ended() && !m_said_end)
            sayEnd();
    }

    bool finished() const override { return m_runs.front()->finished(); }
    const std::optional<Divergence>& divergence() const override { return m_divergence; }
    const std::optional<TwinCheck>& twinCheck() const override { return m_twin_check; }
    std::vector<MetricEvent> takeEvents() override { return std::exchange(m_events, {}); }
    std::vector<UseGradients> takeUseGradients() override { return std::exchange(m_use_gradients, {}); }
    std::span<const Variant> variants() const override { return m_variants; }
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
    const Network& network(Variant variant) const override { return run(variant).network(); }
    Weights weights(Variant variant) const override { return run(variant).weights(); }
    TrainingState state() const override
    {
        TrainingState now;
        now.seconds = m_seconds;
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

    Result<void> writeCheckpoint(const std::filesystem::path& folder) const override
    {
        for (const auto& run : m_runs) {
            const auto written =
                writeFileAtomically(checkpointFile(folder, run->variant()), encodeSafetensors(run->checkpoint()));
            if (!written)
                return written;
        }
        return {};
    }

    static std::filesystem::path checkpointFile(const std::filesystem::path& folder, Variant variant)
    {
        return folder / (toString(variant) + ".checkpoint.safetensors");
    }

    /// All variants or none.
    Result<void> restore(const std::filesystem::path& folder)
    {
        for (const auto& run : m_runs) {
            const std::filesystem::path file = checkpointFile(folder, run->variant());
            const auto bytes = readFile(file, largestCheckpoint);
            if (!bytes)
                return tl::unexpected(bytes.error());
            const auto decoded = decodeSafetensors(*bytes, file.string());
            if (!decoded)
                return tl::unexpected(decoded.error());
            if (const auto restored = run->restore(*decoded, file.string()); !restored)
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
    const VariantRun& run(Variant variant) const
    {
        return **std::ranges::find(m_runs, variant, [](const auto& run) { return run->variant(); });
    }

    bool ended() const { return finished() || m_divergence.has_value(); }

    template <typename F>
    void eachRun(F f)
    {
        const auto guarded = [&f](VariantRun& run) {
            const DenormalsAsZero fast;
            f(run);
        };
        if (m_companion) {
            m_companion->begin([&] { guarded(*m_runs[1]); });
            guarded(*m_runs[0]);
            m_companion->wait();
        } else {
            for (const auto& run : m_runs)
                guarded(*run);
        }
    }

    void compareTwins()
    {
        std::vector<float> losses(m_runs.size());
        eachRun([&](VariantRun& run) { losses[&run == m_runs[0].get() ? 0 : 1] = run.peekLoss(); });
        m_twin_check = TwinCheck{losses[0], losses[1],
                                 std::bit_cast<std::uint32_t>(losses[0]) == std::bit_cast<std::uint32_t>(losses[1])};
    }

    void noteDivergence()
    {
        for (const auto& run : m_runs) {
            if (!run->nonFinite() || m_divergence)
                continue;
            const auto& cause = *run->nonFinite();
            m_divergence =
                Divergence{run->variant(), cause.step, cause.layer,
                           "The loss of the " + toString(run->variant()) + " network was not finite at step " +
                               std::to_string(cause.step) + (cause.layer.empty() ? "" : ", first in " + cause.layer) +
                               "; the last good weights are kept. Try a lower learning rate."};
        }
    }

    /// Step by step, the variants in turn.
    void collectEvents()
    {
        for (const auto& run : m_runs) {
            m_events.insert(m_events.end(), run->events().begin(), run->events().end());
            for (const MetricEvent& event : run->events()) {
                if (event.kind == MetricEvent::Kind::Epoch)
                    m_last_epoch[run->variant() == m_variants[0] ? 0 : 1] = event;
            }
            run->events().clear();
            std::ranges::move(run->takeUseGradients(), std::back_inserter(m_use_gradients));
        }
        std::ranges::stable_sort(m_events, [](const MetricEvent& a, const MetricEvent& b) {
            return std::pair(a.step, a.kind) < std::pair(b.step, b.kind);
        });
    }

    void sayEnd()
    {
        m_said_end = true;
        for (std::size_t i = 0; i < m_runs.size(); ++i) {
            MetricEvent end = m_last_epoch[i];
            end.kind = MetricEvent::Kind::End;
            end.variant = m_variants[i];
            end.step = m_runs[i]->step();
            end.seconds = m_seconds;
            m_events.push_back(end);
        }
    }

    std::vector<std::unique_ptr<VariantRun>> m_runs;
    std::vector<Variant> m_variants;
    std::unique_ptr<Companion> m_companion;
    std::vector<MetricEvent> m_events;
    std::vector<UseGradients> m_use_gradients;
    std::array<MetricEvent, 2> m_last_epoch;
    std::optional<TwinCheck> m_twin_check;
    std::optional<Divergence> m_divergence;
    std::int64_t m_quantum = 1;
    double m_seconds = 0;
    bool m_measured_start = false;
    bool m_said_end = false;
};

/// @param anew draws the first values, and compares the twins' first losses; otherwise restore() is to follow
Result<std::unique_ptr<LockstepTrainer>> make(const Project& project, std::shared_ptr<const Dataset> dataset,
                                              int threads, bool anew)
{
    auto compiled = compileForTraining(project, *dataset);
    if (!compiled)
        return tl::unexpected(errorOf(project.network, compiled.error().front(), project.name));
    const InitialValues values = anew ? drawInitialValues(compiled->graph, project.training.seed) : InitialValues();
    std::vector<std::unique_ptr<VariantRun>> runs;
    if (project.training.variants != VariantChoice::Untied) {
        runs.push_back(std::make_unique<VariantRun>(Variant::Tied, compiled->network, compiled->graph, dataset,
                                                    project.training, values));
    }
    if (const auto& untied = compiled->untied) {
        runs.push_back(std::make_unique<VariantRun>(Variant::Untied, untied->twin.network, untied->graph, dataset,
                                                    project.training,
                                                    twinValues<float>(values, compiled->graph, untied->twin)));
    }
    return std::make_unique<LockstepTrainer>(std::move(runs), threads, anew);
}

/// A trainer that went on from what `restore` puts into it.
template <typename Restore>
Result<std::unique_ptr<Trainer>> makeWith(const Project& project, std::shared_ptr<const Dataset> dataset, int threads,
                                          bool anew, Restore restore)
{
    try {
        auto trainer = make(project, std::move(dataset), threads, anew);
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

Result<std::unique_ptr<Trainer>> Trainer::create(const Project& project, std::shared_ptr<const Dataset> dataset,
                                                 int threads)
{
    return makeWith(project, std::move(dataset), threads, true, [](LockstepTrainer&) { return Result<void>(); });
}

Result<std::unique_ptr<Trainer>> Trainer::resume(const Project& project, std::shared_ptr<const Dataset> dataset,
                                                 const TrainingState& from, int threads)
{
    return makeWith(project, std::move(dataset), threads, false,
                    [&from](LockstepTrainer& trainer) { return trainer.restore(from); });
}

Result<std::unique_ptr<Trainer>> Trainer::resume(const Project& project, std::shared_ptr<const Dataset> dataset,
                                                 const std::filesystem::path& folder, int threads)
{
    return makeWith(project, std::move(dataset), threads, false,
                    [&folder](LockstepTrainer& trainer) { return trainer.restore(folder); });
}

} // namespace ligature
