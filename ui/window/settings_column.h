// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QScrollArea;
class QWidget;

namespace ligature {

/// A form as the column at a dock's left, scrolled where it is longer than the dock is high.
[[nodiscard]] QScrollArea* settingsColumn(QWidget* form, QWidget* parent);

} // namespace ligature
