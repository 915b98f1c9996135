// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTest>

#include "core/project/examples.h"

namespace ligature::testing {

/// The example that the row's "name" says.
inline Project fetchedExample()
{
    QFETCH(QString, name);
    const auto project = loadExample(name.toStdString());
    if (!project)
        qFatal("%s", project.error().oneLine().c_str());
    return *project;
}

} // namespace ligature::testing
