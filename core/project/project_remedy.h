// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>

#include "core/network/remedy.h"
#include "core/project/project.h"

namespace ligature {

[[nodiscard]] Remedy settingsRemedy(std::string title, std::function<void(TrainingSettings&)> edit);
[[nodiscard]] Remedy dataRemedy(std::string title, std::function<void(DataSource&)> edit);
/// "Choose data…", for what no edit mends but other data do, or other options of theirs.
[[nodiscard]] Remedy chooseData();

[[nodiscard]] bool asksForData(const Remedy& remedy);

/// The project with the remedy. An error changes nothing; nothing changes either where the person is to choose data.
[[nodiscard]] Result<void> applyRemedy(Project& project, const Remedy& remedy);

} // namespace ligature
