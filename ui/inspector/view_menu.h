// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include "ui/document/view_chain.h"

class QMenu;
class QString;

namespace ligature {

/// Fills a menu with the steps that could come next, under headings: those that fit, those that do not fit yet, and
/// greyed those that cannot read what they would be given, with the reason. Each has its help as a tool tip.
void fillViewMenu(QMenu& menu, const std::vector<ViewOffer>& offers, const QString& slot,
                  const std::function<void(const ViewStep&)>& take);

} // namespace ligature
