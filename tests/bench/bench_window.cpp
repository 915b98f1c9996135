// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdio>
#include <vector>

#include <QElapsedTimer>
#include <QTimer>

#include "core/network/edits.h"
#include "tests/bench/window_bench.h"
#include "ui/window/file_actions.h"
#include "ui/window/main_window.h"

// What a window costs that is open beside a training of both variants, and how soon it answers meanwhile: the same
// session once with the window's plots and once with nobody looking, in turns, and the median over the turns counts.

using namespace ligature;
using bench::wait;

namespace {

constexpr int turns = 7;
constexpr int millisecondsPerTurn = 2500;
constexpr int heartbeatMilliseconds = 2;

double median(std::vector<double> values)
{
    std::ranges::sort(values);
    return values[values.size() / 2];
}

/// Without end, for a measurement.
Project endless(Project project)
{
    project.training.epochs = 1'000'000;
    return project;
}

/// Steps a second of a session of the window, and the gaps of a timer that wants to fire all the time.
double watched(MainWindow& window, std::vector<double>& gaps)
{
    window.run().start();
    wait(700);
    const std::int64_t before = window.run().lastUpdate().step;
    QElapsedTimer clock;
    clock.start();
    QElapsedTimer since_beat;
    since_beat.start();
    QTimer heartbeat;
    heartbeat.setTimerType(Qt::PreciseTimer);
    QObject::connect(&heartbeat, &QTimer::timeout, [&] {
        gaps.push_back(static_cast<double>(since_beat.nsecsElapsed()) * 1e-6);
        since_beat.start();
    });
    heartbeat.start(heartbeatMilliseconds);
    wait(millisecondsPerTurn);
    heartbeat.stop();
    const double rate =
        static_cast<double>(window.run().lastUpdate().step - before) * 1000.0 / static_cast<double>(clock.elapsed());
    window.run().stop();
    while (window.run().isActive())
        wait(10);
    return rate;
}

/// The same without a window: only the step count is asked for.
double unwatched(const Project& project)
{
    TrainingSession session(project, {}, 2);
    const auto stepNow = [&] { return session.takeUpdate().step; };
    wait(700);
    const std::int64_t before = stepNow();
    QElapsedTimer clock;
    clock.start();
    while (clock.elapsed() < millisecondsPerTurn) {
        wait(200);
        (void)stepNow();
    }
    return static_cast<double>(stepNow() - before) * 1000.0 / static_cast<double>(clock.elapsed());
}

void measure(Appearance& appearance, const char* example)
{
    MainWindow window(&appearance);
    window.files().openExample(QString::fromLatin1(example));
    (void)window.document().edit(QStringLiteral("Train without end"), [](Project& project) -> Result<void> {
        project = endless(std::move(project));
        return {};
    });
    window.resize(1380, 860);
    window.show();
    wait(500);
    std::vector<double> seen;
    std::vector<double> alone;
    std::vector<double> gaps;
    for (int turn = 0; turn < turns; ++turn) {
        alone.push_back(unwatched(window.document().project()));
        seen.push_back(watched(window, gaps));
    }
    std::ranges::sort(gaps);
    std::printf(
        "%-26s %9.0f steps/s alone, %9.0f watched: %5.1f %%; the window answers within %.1f ms (99.9 %%: %.1f ms)\n",
        example, median(alone), median(seen), 100 * (median(seen) / median(alone) - 1), gaps.back(),
        gaps[gaps.size() * 999 / 1000]);
    window.document().undoStack()->undo(); // Nothing to be asked about when it closes.
}

} // namespace

int main(int count, char** arguments)
{
    bench::WindowBench bench(count, arguments);
    for (const char* example : {"tied-autoencoder-digits", "tied-autoencoder-fashion", "siamese-digits"})
        measure(bench.appearance(), example);
    return 0;
}
