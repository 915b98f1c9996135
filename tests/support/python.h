// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

/// Python as a second opinion: its libraries read what we write. LIGATURE_PYTHON names the interpreter (./dev test sets
/// it to one that has them all); Debian's is the default.
namespace ligature::testing {

/// The first of these modules that this Python does not have; empty when it has them all.
[[nodiscard]] QString missingPythonModule(const QStringList& modules);

struct PythonResult {
    int exit_code = -1;
    QByteArray output;
    QByteArray errors;
};

/// Runs a script of tests/.
[[nodiscard]] PythonResult runPython(const QString& script, const QStringList& arguments);

} // namespace ligature::testing
