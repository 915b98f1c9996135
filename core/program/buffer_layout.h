// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/program/operation_graph.h"

namespace ligature {

/// Where everything of a program lies in its one block of memory, in elements from its beginning; each begins at a
/// multiple of 64 bytes. Nothing is allocated for finding out.
struct BufferLayout {
    using Offset = std::int64_t;
    struct Span {
        Offset offset = 0;
        std::int64_t elements = 0;
        bool operator==(const Span&) const = default;
    };

    std::vector<Offset> data;                              ///< by value; a parameter's is its storage
    std::vector<std::optional<Offset>> gradient;           ///< by value; nothing where no derivative is needed
    std::vector<Offset> parameter_data;                    ///< by parameter
    std::vector<std::optional<Offset>> parameter_gradient; ///< by parameter
    std::vector<std::vector<bool>> accumulate; ///< by operation and input: add to the gradient that is there
    std::vector<Span> cleared;                 ///< gradients to set to 0 before the way back
    std::int64_t elements = 0;                 ///< of the whole block; saturates
};

/// @param element_size bytes an element: 4 or 8
[[nodiscard]] BufferLayout layOutBuffers(const OperationGraph& graph, std::int64_t max_batch, std::size_t element_size);

} // namespace ligature
