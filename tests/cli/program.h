// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace ligature::testing {

/// How a run of ligature-cli ended.
struct Outcome {
    int code = -1;
    QString out;
    QString err;
    [[nodiscard]] QStringList errorLines() const;
};

/// Runs ligature-cli to its end, without a terminal.
[[nodiscard]] Outcome runProgram(const QStringList& arguments);

/// Writes an example's project into the folder and gives its path.
[[nodiscard]] QString writeExample(const QString& folder, const QString& name);

[[nodiscard]] QByteArray bytesOf(const QString& path);
void writeBytes(const QString& path, const QByteArray& bytes);

} // namespace ligature::testing
