// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "core/tensor/aligned_array.h"

namespace ligature {

/// How many elements of T a register holds: the grain of what follows. Buffers that are read by it end with
/// `correlationSlack` elements more than they need.
template <typename T>
[[nodiscard]] std::int64_t registerWidth();
inline constexpr std::int64_t correlationSlack = 64;

/// The inside of a convolution: y[m][l] = sum over k of a[m][k] x[offset[k] + l]. What would be the rows of a patch
/// matrix are the same planes of memory, each read from another place on, so no patch is ever copied.
template <typename T>
class Correlation {
public:
    /// @param sources where in the weights a[0][k] is; a[m][k] is row_stride elements further for each m
    Correlation(std::int64_t rows, std::vector<std::int64_t> offsets, std::vector<std::int64_t> sources,
                std::int64_t row_stride);

    /// What pack() writes, in elements.
    [[nodiscard]] std::int64_t packedSize() const { return m_rows * depth(); }
    [[nodiscard]] std::int64_t depth() const { return static_cast<std::int64_t>(m_offsets.size()); }
    /// Orders the weights as run() reads them; once a step, for all of its samples.
    void pack(const T* weights, T* packed) const;
    /// Writes y[m][0 .. length), `pitch` elements a row, and up to a register's width more.
    void run(const T* packed, const T* x, std::int64_t length, T* y, std::int64_t pitch) const;

private:
    std::int64_t m_rows;
    std::vector<std::int64_t> m_offsets;
    std::vector<std::int64_t> m_sources;
    std::int64_t m_row_stride;
};

/// Several samples that lie one after the other, as addOuterProducts() reads them.
template <typename T>
struct SampledPlanes {
    const T* data = nullptr;
    std::int64_t sample_pitch = 0; ///< from one sample to the next
};

/// The gradient of the weights: a[m][k] += sum over samples and l of g[m][l] x[offset[k] + l]. g is read up to the next
/// multiple of a register's width, and is 0 there.
/// @param row_pitch from g[m] to g[m + 1]
template <typename T>
void addOuterProducts(std::int64_t rows, const std::vector<std::int64_t>& offsets, std::int64_t length,
                      std::int64_t samples, SampledPlanes<T> g, std::int64_t row_pitch, SampledPlanes<T> x, T* a);

} // namespace ligature
