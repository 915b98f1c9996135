// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QStandardPaths>

namespace ligature {

/// Where a file chooser begins for who has saved nothing yet. Not every home has a folder for documents.
[[nodiscard]] inline QDir documentsFolder()
{
    const QDir folder(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
    return folder.exists() ? folder : QDir::home();
}

} // namespace ligature
