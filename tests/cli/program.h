// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QProcessEnvironment>
#include <QString>
#include <QStringList>

/// ligature-cli as a script sees it.
namespace ligature::testing {

struct Outcome {
    int code = -1;
    QByteArray output; ///< standard output
    QByteArray errors; ///< standard error
    bool died = false; ///< of a signal, or of the test's patience
};

/// Where the ligature-cli of this build lies.
[[nodiscard]] QString programPath();
/// Runs ligature-cli to its end.
[[nodiscard]] Outcome runProgram(const QStringList& arguments,
                                 const QProcessEnvironment& environment = QProcessEnvironment::systemEnvironment());

/// Writes an example into the folder; gives its path.
[[nodiscard]] QString writeExample(const QString& name, const QString& folder);
/// Changes a project file: a JSON pointer's value. The pointer must be there.
void setInProject(const QString& file, const QStringList& path, const QJsonValue& value);

/// Each line an object; an empty list where a line is none.
[[nodiscard]] QList<QJsonObject> jsonLines(const QByteArray& text);

[[nodiscard]] QByteArray bytesOf(const QString& file);
void writeBytes(const QString& file, const QByteArray& bytes);

} // namespace ligature::testing
