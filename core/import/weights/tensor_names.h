// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ligature {

/// A name without what people write in different ways: "Encoder/weight_0" and "encoder.weight0".
[[nodiscard]] std::string plainName(std::string_view name);

/// A tensor's name, and what is left of it without the prefixes that wrappers of a model put before all of them, one
/// after the other: "module.model.encoder.weight", "model.encoder.weight", "encoder.weight" (DataParallel,
/// torch.compile, PEFT and whoever holds the model in a member of that name).
[[nodiscard]] std::vector<std::string_view> withoutWrappers(std::string_view name);

/// The longest prefix that ends before a point or a stroke in all of the names.
[[nodiscard]] std::string_view commonPrefix(std::span<const std::string_view> names);

/// The name without that prefix and a point; nothing where it does not begin so.
[[nodiscard]] std::string_view behindPrefix(std::string_view name, std::string_view prefix);

} // namespace ligature
