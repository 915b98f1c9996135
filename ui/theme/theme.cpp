// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"

namespace ligature {

namespace {

Theme makeDark()
{
    Theme t;
    t.dark = true;
    t.canvas = QColor("#16181d");
    t.canvas_grid = QColor("#1e2128");
    t.canvas_grid_major = QColor("#272b34");
    t.window = QColor("#1c1f26");
    t.panel = QColor("#22262f");
    t.field = QColor("#181b21");
    t.border = QColor("#343945");
    t.node = QColor("#2a2f3a");
    t.node_border = QColor("#454c5c");
    t.text = QColor("#e7eaf0");
    t.muted_text = QColor("#a3abbb");
    t.disabled_text = QColor("#6d7585");
    t.accent = QColor("#5b9dff");
    t.accent_text = QColor("#0b1220");
    t.error = QColor("#ff6b6b");
    t.warning = QColor("#f2b84b");
    t.success = QColor("#5fcf8d");
    t.link = QColor("#7f899c");
    t.link_active = QColor("#dfe6f3");
    t.tied = QColor("#5b9dff");
    t.untied = QColor("#ff9f5a");
    t.categories = {QColor("#8f9bb3"), QColor("#5b9dff"), QColor("#3fc1e0"), QColor("#7aa7c7"),
                    QColor("#c9b458"), QColor("#d783e0"), QColor("#e5a33d"), QColor("#4fc3a1"),
                    QColor("#f08a5d"), QColor("#9a86f0"), QColor("#7fb069"), QColor("#ec6a88")};
    t.ties = {QColor("#f4b942"), QColor("#4ecdc4"), QColor("#e879c7"), QColor("#8bd450"), QColor("#a78bfa"),
              QColor("#ff8a65"), QColor("#4fb3ff"), QColor("#d4e157"), QColor("#f06292"), QColor("#90caf9")};
    return t;
}

Theme makeLight()
{
    Theme t;
    t.dark = false;
    t.canvas = QColor("#f4f5f8");
    t.canvas_grid = QColor("#e8eaef");
    t.canvas_grid_major = QColor("#dbdee6");
    t.window = QColor("#eceef2");
    t.panel = QColor("#f9fafb");
    t.field = QColor("#ffffff");
    t.border = QColor("#cdd2dc");
    t.node = QColor("#ffffff");
    t.node_border = QColor("#b6bdca");
    t.text = QColor("#1b2130");
    t.muted_text = QColor("#566076");
    t.disabled_text = QColor("#98a0b0");
    t.accent = QColor("#1f6fe5");
    t.accent_text = QColor("#ffffff");
    t.error = QColor("#c62839");
    t.warning = QColor("#9a6200");
    t.success = QColor("#1d7f4b");
    t.link = QColor("#7a8498");
    t.link_active = QColor("#1b2130");
    t.tied = QColor("#1f6fe5");
    t.untied = QColor("#d9630f");
    t.categories = {QColor("#6b778f"), QColor("#1f6fe5"), QColor("#0b87a8"), QColor("#4a7396"),
                    QColor("#8a7413"), QColor("#a336b0"), QColor("#b67a10"), QColor("#14876a"),
                    QColor("#c2551f"), QColor("#6a52cf"), QColor("#4f7d36"), QColor("#c43a5e")};
    t.ties = {QColor("#b97d00"), QColor("#00857c"), QColor("#b8329a"), QColor("#4c8a12"), QColor("#6d4bd8"),
              QColor("#cf4c1d"), QColor("#0b75c9"), QColor("#7c8500"), QColor("#c2255c"), QColor("#33658a")};
    return t;
}

} // namespace

const Theme& darkTheme()
{
    static const Theme theme = makeDark();
    return theme;
}

const Theme& lightTheme()
{
    static const Theme theme = makeLight();
    return theme;
}

const Theme& themeFor(const QPalette& palette)
{
    // By the text: a style sheet that makes a background transparent leaves its colour black.
    return palette.color(QPalette::Active, QPalette::WindowText).lightness() >= 128 ? darkTheme() : lightTheme();
}

QPalette paletteFor(const Theme& t)
{
    QPalette p;
    p.setColor(QPalette::Window, t.window);
    p.setColor(QPalette::WindowText, t.text);
    p.setColor(QPalette::Base, t.field);
    p.setColor(QPalette::AlternateBase, t.panel);
    p.setColor(QPalette::ToolTipBase, t.panel);
    p.setColor(QPalette::ToolTipText, t.text);
    p.setColor(QPalette::PlaceholderText, t.muted_text);
    p.setColor(QPalette::Text, t.text);
    p.setColor(QPalette::Button, t.panel);
    p.setColor(QPalette::ButtonText, t.text);
    p.setColor(QPalette::BrightText, t.error);
    p.setColor(QPalette::Link, t.accent);
    p.setColor(QPalette::Highlight, t.accent);
    p.setColor(QPalette::HighlightedText, t.accent_text);
    p.setColor(QPalette::Mid, t.border);
    p.setColor(QPalette::Dark, t.border);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        p.setColor(QPalette::Disabled, role, t.disabled_text);
    return p;
}

QColor mixed(const QColor& under, const QColor& over, qreal opacity)
{
    const auto channel = [&](int a, int b) { return int(a + (b - a) * opacity + 0.5); };
    return {channel(under.red(), over.red()), channel(under.green(), over.green()), channel(under.blue(), over.blue())};
}

} // namespace ligature
