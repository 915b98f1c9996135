// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace ligature {

struct Connection;
class NetworkView;

/// Makes the connection, and reports a refusal at the mouse. Where it would tie trained values that differ, it asks
/// first whose values the tie is to keep.
void connectOrAsk(NetworkView& view, const Connection& found);

} // namespace ligature
