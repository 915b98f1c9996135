// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error/result.h"
#include "core/export/exporter.h"
#include "core/project/project.h"

namespace ligature {

/// The variant with the values that a training would start from: drawn with the project's seed. An error where the
/// network cannot be trained.
[[nodiscard]] Result<ExportRequest> untrained(const Project& project, ArmId variant);

} // namespace ligature
