// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

namespace ligature {

/// The extents of a tensor, outermost first (row-major, as PyTorch has it). Activations are given per sample: the
/// batch axis N is not part of the shape, so a Dense layer's output is {out_features}. An empty shape is a scalar.
class Shape {
public:
    Shape() = default;
    Shape(std::initializer_list<std::int64_t> extents) : m_extents(extents) {}
    explicit Shape(std::vector<std::int64_t> extents) : m_extents(std::move(extents)) {}

    [[nodiscard]] std::size_t rank() const { return m_extents.size(); }
    [[nodiscard]] std::int64_t operator[](std::size_t axis) const { return m_extents[axis]; }
    [[nodiscard]] const std::vector<std::int64_t>& extents() const { return m_extents; }

    /// The product of the extents, 1 for a scalar. Saturates at the largest int64 instead of overflowing, so that a
    /// hostile file's shape compares as too large. Extents are not negative in a valid shape.
    [[nodiscard]] std::int64_t elementCount() const;

    /// The same shape read the other way round: {2, 3} gives {3, 2}.
    [[nodiscard]] Shape reversed() const;

    /// For people: "32 × 64", "10", or "scalar".
    [[nodiscard]] std::string toString() const;

    /// The index of what stands at a place of the row-major order, as PyTorch and NumPy write it: "[0, 3]", counted
    /// from 0; nothing for a scalar.
    [[nodiscard]] std::string indexText(std::int64_t place) const;

    bool operator==(const Shape&) const = default;

private:
    std::vector<std::int64_t> m_extents;
};

/// A tensor of more elements is larger than any memory, and a mistake.
inline constexpr std::int64_t largestTensor = std::int64_t{1} << 40;

} // namespace ligature
