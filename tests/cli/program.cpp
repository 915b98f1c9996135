// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/program.h"

#include <QFile>
#include <QJsonDocument>
#include <QProcess>

namespace ligature::testing {

namespace {

constexpr int patience = 120000; // ms

QJsonValue replaced(const QJsonValue& tree, const QStringList& path, const QJsonValue& value)
{
    if (path.isEmpty())
        return value;
    QJsonObject object = tree.toObject();
    object[path.first()] = replaced(object[path.first()], path.mid(1), value);
    return object;
}

} // namespace

QString programPath()
{
    return QStringLiteral(LIGATURE_CLI);
}

Outcome runProgram(const QStringList& arguments, const QProcessEnvironment& environment)
{
    QProcess program;
    program.setProcessEnvironment(environment);
    program.start(programPath(), arguments);
    if (!program.waitForFinished(patience) || program.exitStatus() != QProcess::NormalExit) {
        program.kill();
        program.waitForFinished();
        return {-1, {}, {}, true};
    }
    return {program.exitCode(), program.readAllStandardOutput(), program.readAllStandardError()};
}

QString writeExample(const QString& name, const QString& folder)
{
    const QString file = folder + "/" + name + ".ligature";
    return runProgram({"examples", name, "-o", file}).code == 0 ? file : QString();
}

void setInProject(const QString& file, const QStringList& path, const QJsonValue& value)
{
    const QJsonObject project = QJsonDocument::fromJson(bytesOf(file)).object();
    writeBytes(file, QJsonDocument(replaced(project, path, value).toObject()).toJson());
}

QList<QJsonObject> jsonLines(const QByteArray& text)
{
    QList<QJsonObject> objects;
    for (const QByteArray& line : text.trimmed().split('\n')) {
        const QJsonDocument document = QJsonDocument::fromJson(line);
        if (!document.isObject())
            return {};
        objects.append(document.object());
    }
    return objects;
}

QByteArray bytesOf(const QString& file)
{
    QFile source(file);
    return source.open(QIODevice::ReadOnly) ? source.readAll() : QByteArray();
}

void writeBytes(const QString& file, const QByteArray& bytes)
{
    QFile target(file);
    if (target.open(QIODevice::WriteOnly))
        target.write(bytes);
}

} // namespace ligature::testing
