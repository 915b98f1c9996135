// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/export/exporter.h"

namespace ligature {

/// The option of formats of weights to write each use, for readers that cannot tie.
[[nodiscard]] AttributeSpec materializedSpec();

/// The request as its option asks for it: with each use of a tied parameter as a parameter of its own,
/// "decoder.weight", holding what it reads; or as it is. An error where the network has one, or where there is not the
/// memory for what all uses read.
[[nodiscard]] Result<ExportRequest> asAsked(const ExportRequest& request);

} // namespace ligature
