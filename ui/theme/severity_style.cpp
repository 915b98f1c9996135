// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/severity_style.h"

#include <QCoreApplication>

#include "ui/theme/icon.h"

namespace ligature {

QColor colourOf(Severity severity, const Theme& theme)
{
    switch (severity) {
    case Severity::Info: return theme.accent;
    case Severity::Warning: return theme.warning;
    case Severity::Error: return theme.error;
    }
    return theme.text;
}

QString titleOf(Severity severity)
{
    switch (severity) {
    case Severity::Info: return QCoreApplication::translate("Severity", "Hint");
    case Severity::Warning: return QCoreApplication::translate("Severity", "Warning");
    case Severity::Error: return QCoreApplication::translate("Severity", "Error");
    }
    return {};
}

QIcon iconOf(Severity severity, const Theme& theme)
{
    const char* const name = severity == Severity::Info ? "info" : severity == Severity::Warning ? "warning" : "error";
    return colouredIcon(QLatin1String(name), colourOf(severity, theme));
}

} // namespace ligature
