// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "core/import/onnx/read_value.h"
#include "core/onnx/onnx_model.h"

/// What nodes give whose inputs are known before the model runs: constants, and the arithmetic of shapes.
namespace ligature {

/// A node as it is folded.
struct FoldedNode {
    const OnnxNode& node;
    std::vector<const ReadNumbers*> inputs; ///< null where one is left out
    std::int64_t operator_set = 0;

    [[nodiscard]] bool has(std::size_t place) const { return place < inputs.size() && inputs[place] != nullptr; }
    [[nodiscard]] std::int64_t integer(const std::string& attribute, std::int64_t otherwise) const;
    /// An attribute, or the input that newer operator sets have instead; nothing where it is neither.
    [[nodiscard]] std::optional<std::vector<std::int64_t>> list(const std::string& attribute, std::size_t place) const;
};

/// More numbers than these are not kept.
inline constexpr std::int64_t mostFolded = std::int64_t{1} << 20;

/// The node's outputs; nothing where it is not of an operator that is folded, or does not fit its inputs. An error
/// where there would be more numbers than are kept.
[[nodiscard]] Result<std::optional<std::vector<ReadNumbers>>> folded(const FoldedNode& node);

/// Elementwise functions of one, two or three inputs. @return nothing where the operator is none
[[nodiscard]] std::optional<ReadNumbers> foldedElementwise(const FoldedNode& node);
/// What puts numbers elsewhere. @return empty where the operator is none
[[nodiscard]] std::vector<ReadNumbers> foldedPlaces(const FoldedNode& node);
/// What takes several numbers together. @return empty where the operator is none
[[nodiscard]] std::vector<ReadNumbers> foldedReduction(const FoldedNode& node);

/// The shape that both broadcast to, from the last axis on; nothing where they do not.
[[nodiscard]] std::optional<Shape> broadcastShape(const Shape& a, const Shape& b);

} // namespace ligature
