// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <QByteArray>
#include <QMap>
#include <QString>
#include <QStringList>

#include "tests/cli/program.h"

/// A call of ligature-cli that changes files, disturbed at each of the calls to the system by which it does.
namespace ligature::testing {

/// Every file below a folder by its path from there, with its bytes; folders end with a '/'.
using Files = QMap<QString, QByteArray>;
[[nodiscard]] Files filesBelow(const QString& folder);

/// In all texts, FOLDER stands for the folder that the task works in.
struct TornTask {
    QString name;
    std::function<void(const QString& folder)> prepare; ///< what is there already
    QStringList call;                                   ///< what is disturbed
    QStringList look;           ///< reads what the call writes and changes nothing else, whatever its exit code
    bool whole_at_once = false; ///< any program sees all old or all new, without a look before
    /// Goes on after a disturbance, to where the undisturbed call comes to; empty: the call again.
    QStringList again = {};
    /// What is to be equal of a file; unset: its bytes. For what tells the time.
    std::function<QByteArray(const QString& file, const QByteArray& bytes)> facts = {};
};

/// How a call is disturbed.
struct Disturbance {
    /// See tests/support/failing/failing_calls.c: kill, short, ENOSPC, EIO. Or "memory": there is none for something,
    /// at one of many places in the program (failing_memory.c).
    const char* with;
    bool lasts = false;   ///< every later call fails, too
    bool is_poor = false; ///< on a file system without hard links and exchanging renames
};

/// What was seen of a task that was disturbed in one way at each of its calls.
struct TornOutcome {
    int calls = 0;   ///< to the system, that change files
    int runs = 0;    ///< disturbed at one of them that the disturbance can be of
    int killed = 0;  ///< of those runs
    int refused = 0; ///< exit code 1, and nothing changed
    int done = 0;    ///< exit code 0, and all changed: what failed did not matter
    int mended = 0;  ///< half old and half new, or failed so that it could not be put back, until the next call looked
    QStringList wrong; ///< what did not hold, one line each
};

/// What a task changes, undisturbed.
struct WholeRun {
    Files before;
    Files after;      ///< the facts of it
    QByteArray kinds; ///< of its calls to the system, see tests/support/failing/failing_calls.c
    int news = 0;     ///< how often it takes memory
    QStringList wrong;
};

/// Runs the task undisturbed. `folder` is for the test's files.
[[nodiscard]] WholeRun runWhole(const TornTask& task, bool is_poor, const QString& folder);
/// And then disturbed, once for each of its calls to the system.
[[nodiscard]] TornOutcome disturb(const TornTask& task, const WholeRun& whole, const Disturbance& disturbance,
                                  const QString& folder);

} // namespace ligature::testing
