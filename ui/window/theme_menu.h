// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QMenu;

namespace ligature {

class Appearance;

/// Fills a menu with the choice of theme: as the system has it, light, dark.
void fillThemeMenu(QMenu* menu, Appearance* appearance);

} // namespace ligature
