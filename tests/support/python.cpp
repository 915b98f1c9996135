// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/python.h"

#include <QProcess>

#include "tests/support/test_folder.h"

namespace ligature::testing {

namespace {

PythonResult run(const QStringList& arguments)
{
    QProcess python;
    python.start(qEnvironmentVariable("LIGATURE_PYTHON", "/usr/bin/python3"), arguments);
    if (!python.waitForFinished(60'000) || python.exitStatus() != QProcess::NormalExit)
        return {-1, {}, python.errorString().toUtf8()};
    return {python.exitCode(), python.readAllStandardOutput(), python.readAllStandardError()};
}

} // namespace

QString missingPythonModule(const QStringList& modules)
{
    const QString script = "import importlib.util as u, sys\n"
                           "print(next((m for m in sys.argv[1:] if u.find_spec(m) is None), ''))";
    const PythonResult found = run(QStringList{"-c", script} + modules);
    return found.exit_code == 0 ? QString(found.output).trimmed() : modules.front() + ", nor does it start";
}

PythonResult runPython(const QString& script, const QStringList& arguments)
{
    return run(QStringList{QString::fromStdString(testFolder() + "/") + script} + arguments);
}

} // namespace ligature::testing
