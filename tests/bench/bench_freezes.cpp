// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <functional>

#include <QComboBox>
#include <QDir>
#include <QElapsedTimer>
#include <QMessageBox>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTimer>

#include "core/network/edits.h"
#include "core/project/examples.h"
#include "tests/bench/window_bench.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/window/file_actions.h"
#include "ui/window/main_window.h"

// For how long at most the window answers nothing while it does what takes long: the longest gap between two beats of a
// timer, from before an action is asked for until it is done. On a machine that others use, the gap is theirs as well:
// the time that this thread was at work in one, beside it, is the window's own.

using namespace ligature;
using bench::wait;

namespace {

constexpr int heartbeatMilliseconds = 1;
constexpr int longestAction = 60'000; // milliseconds

/// That this thread has been at work so far.
double threadMilliseconds()
{
    timespec time = {};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) * 1e-6;
}

void report(const char* network, const char* action, const std::function<void()>& begin,
            const std::function<bool()>& done)
{
    double longest = 0;
    double most_work = 0;
    double worked = threadMilliseconds();
    QElapsedTimer since_beat;
    QElapsedTimer clock;
    QTimer heartbeat;
    heartbeat.setTimerType(Qt::PreciseTimer);
    QObject::connect(&heartbeat, &QTimer::timeout, [&] {
        longest = std::max(longest, static_cast<double>(since_beat.nsecsElapsed()) * 1e-6);
        since_beat.start();
        const double now = threadMilliseconds();
        most_work = std::max(most_work, now - worked);
        worked = now;
    });
    heartbeat.start(heartbeatMilliseconds);
    wait(20);
    longest = most_work = 0;
    worked = threadMilliseconds();
    since_beat.start();
    clock.start();
    begin();
    while (!done() && clock.elapsed() < longestAction)
        wait(5);
    const auto took = static_cast<double>(clock.elapsed());
    wait(20); // What follows from it.
    std::printf("%-10s %-44s longest gap %6.1f ms, work %6.1f ms, took %8.0f ms%s\n", network, action, longest,
                most_work, took, done() ? "" : " AND WAS NOT DONE");
    std::fflush(stdout);
}

/// The tied autoencoder with a code of half a million features: 32 million parameters.
Project wide()
{
    Project project = loadExample("tied-autoencoder-digits").value();
    const auto encoder = findLayer(project.network, "encoder");
    if (!encoder || !setAttribute(project.network, *encoder, "out_features", std::int64_t{500'000}))
        std::fprintf(stderr, "the wide network cannot be made\n");
    return project;
}

/// Answers the question that comes before the weights take the place of what is trained.
void stopTraining(const MainWindow& window)
{
    const auto* const question = window.findChild<QMessageBox*>(QStringLiteral("training_question"));
    if (question == nullptr)
        return;
    for (QAbstractButton* const button : question->buttons()) {
        if (question->buttonRole(button) == QMessageBox::DestructiveRole)
            button->click();
    }
}

void measure(Appearance& appearance, const char* network, const Project& project)
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("p.ligature"));
    MainWindow window(&appearance);
    window.resize(1380, 860);
    window.show();
    window.document().replace(project);
    wait(500);
    RunController& run = window.run();
    const auto ended = [&run] { return !run.isActive(); };
    for (const int after : {20, 200, 600}) {
        run.start();
        wait(after);
        report(
            network, "stop a training that prepares", [&run] { run.stop(); }, ended);
        wait(1000); // Its worker goes.
    }
    report(
        network, "start a training, to its first step", [&run] { run.start(); },
        [&run] { return run.lastUpdate().step > 0; });
    report(
        network, "pause it", [&run] { run.pause(); }, [&run] { return run.state() == SessionState::Paused; });
    bool saved = false;
    QObject::connect(&window.files(), &FileActions::saved, [&saved] { saved = true; });
    (void)window.document().saveAs(path);
    report(
        network, "save the project and what was trained", [&window] { window.files().save(); },
        [&saved] { return saved; });
    {
        ExportDialog dialog(&window.document(), &run, &window);
        const auto idle = [&dialog] { return !dialog.isWorking(); };
        report(
            network, "open the export dialog", [&dialog] { dialog.open(); }, idle);
        auto* const variant = dialog.findChild<QComboBox*>(QStringLiteral("variant"));
        report(
            network, "choose the twin there", [&] { variant->setCurrentIndex(1); }, idle);
        // What is imported below: the twin's two values for one parameter would be refused.
        report(
            network, "choose the tied one again", [&] { variant->setCurrentIndex(0); }, idle);
        report(
            network, "export it", [&] { dialog.exportTo(folder.filePath(QStringLiteral("w.safetensors"))); }, idle);
        report(
            network, "close it while it exports",
            [&] {
                dialog.exportTo(folder.filePath(QStringLiteral("again.safetensors")));
                dialog.reject();
            },
            [] { return true; });
    }
    report(
        network, "stop the training", [&run] { run.stop(); }, ended);
    wait(1000);
    report(
        network, "an edit with trained values",
        [&window] {
            (void)window.document().edit(QStringLiteral("Rename"), [](Project& p) {
                return renameLayer(p.network, p.network.layers.begin()->first, "renamed");
            });
        },
        [] { return true; });
    window.document().undoStack()->undo();
    {
        MainWindow other(&appearance);
        other.show();
        wait(300);
        report(
            network, "open the project with its run", [&] { other.files().openFile(path); },
            [&other] { return other.run().hasRun() && other.document().trained() != nullptr; });
        bool imported = false;
        QObject::connect(&other.files(), &FileActions::working,
                         [&](const QString& what) { imported = what.isEmpty(); });
        report(
            network, "read weights to import",
            [&] { other.files().importFile(folder.filePath(QStringLiteral("w.safetensors"))); },
            [&imported] { return imported; });
        const auto is_matched = [&other] {
            const auto* const import = other.findChild<QPushButton*>(QStringLiteral("import"));
            return import != nullptr && import->isEnabled();
        };
        report(
            network, "match them to the parameters", [&other] { stopTraining(other); }, is_matched);
        report(
            network, "take them", [&other] { other.findChild<QPushButton*>(QStringLiteral("import"))->click(); },
            [&other] {
                return other.findChild<QPushButton*>(QStringLiteral("import")) == nullptr && other.run().canGoOn();
            });
    }
    window.document().undoStack()->setClean();
}

} // namespace

int main(int count, char** arguments)
{
    bench::WindowBench bench(count, arguments);
    measure(bench.appearance(), "albert", loadExample("albert-style-encoder").value());
    measure(bench.appearance(), "wide", wide());
    return 0;
}
