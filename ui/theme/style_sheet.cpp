// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/style_sheet.h"

#include <QFile>
#include <utility>

namespace ligature {

QString styleSheetFor(const Theme& t)
{
    QFile file(QStringLiteral(":/theme/ligature.qss"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QString sheet = QString::fromUtf8(file.readAll());
    // Longer names first where one begins another.
    const std::pair<const char*, QString> tokens[] = {
        {"@window", t.window.name()},
        {"@panel", t.panel.name()},
        {"@field", t.field.name()},
        {"@border-strong", mixed(t.border, t.text, 0.25).name()},
        {"@border", t.border.name()},
        {"@text", t.text.name()},
        {"@muted", t.muted_text.name()},
        {"@disabled", t.disabled_text.name()},
        {"@accent-text", t.accent_text.name()},
        {"@accent-hover", mixed(t.accent, t.text, 0.15).name()},
        {"@accent-pressed", mixed(t.accent, t.window, 0.2).name()},
        {"@accent-faint", mixed(t.panel, t.accent, 0.22).name()},
        {"@accent", t.accent.name()},
        {"@hover", mixed(t.panel, t.text, 0.07).name()},
        {"@pressed", mixed(t.panel, t.text, 0.13).name()},
        {"@raised", (t.dark ? mixed(t.panel, t.text, 0.05) : t.field).name()},
        {"@canvas", t.canvas.name()},
        {"@error", t.error.name()},
        {"@check", t.dark ? QStringLiteral("check_dark") : QStringLiteral("check_light")},
    };
    for (const auto& [token, value] : tokens)
        sheet.replace(QLatin1String(token), value);
    return sheet;
}

} // namespace ligature
