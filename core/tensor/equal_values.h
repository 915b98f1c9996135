// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "core/tensor/shape.h"

namespace ligature {

/// Finds tensors whose values are equal to the last bit, as they are or, of matrices, one transposed: what could be one
/// storage. A tensor that is all one number, such as a bias of zeros, tells nothing and equals none.
class EqualValues {
public:
    struct Match {
        std::size_t number = 0; ///< of the first that it equals, counted by the calls of add() from 0
        bool transposed = false;
        bool operator==(const Match&) const = default;
    };

    /// Adds one. @return what was added before and equals it; as it is before transposed
    /// @param values row-major over the shape; they stay where they are while this is used
    std::optional<Match> add(const Shape& shape, std::span<const float> values);

private:
    struct Tensor {
        std::size_t number;
        std::span<const float> values;
    };

    [[nodiscard]] std::optional<std::size_t> find(const Shape& shape, std::span<const float> values) const;

    std::size_t m_count = 0;
    /// By their shapes and a hash of their bits; of equal ones the first.
    std::map<std::vector<std::int64_t>, std::multimap<std::size_t, Tensor>> m_distinct;
};

} // namespace ligature
