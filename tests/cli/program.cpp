// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/program.h"

#include <QFile>
#include <QProcess>

namespace ligature::testing {

QStringList Outcome::errorLines() const
{
    return err.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
}

Outcome runProgram(const QStringList& arguments)
{
    QProcess process;
    process.start(QStringLiteral(LIGATURE_CLI), arguments);
    if (!process.waitForFinished(60'000) || process.exitStatus() != QProcess::NormalExit)
        qFatal("ligature-cli did not end by itself");
    return {process.exitCode(), QString::fromUtf8(process.readAllStandardOutput()),
            QString::fromUtf8(process.readAllStandardError())};
}

QString writeExample(const QString& folder, const QString& name)
{
    QString path = folder + QLatin1Char('/') + name + QStringLiteral(".ligature");
    if (const Outcome outcome = runProgram({"examples", name, "-o", path}); outcome.code != 0)
        qFatal("%s", qPrintable(outcome.err));
    return path;
}

QByteArray bytesOf(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s cannot be read", qPrintable(path));
    return file.readAll();
}

void writeBytes(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("%s cannot be written", qPrintable(path));
}

} // namespace ligature::testing
