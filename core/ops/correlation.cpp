// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/correlation.h"

#include <algorithm>
#include <array>
#include <utility>

#include <Eigen/Core>

namespace ligature {

namespace {

using namespace Eigen::internal;

template <typename T>
using PacketOf = typename packet_traits<T>::type;
template <typename T>
constexpr int widthOf = unpacket_traits<PacketOf<T>>::size;

constexpr bool manyRegisters = EIGEN_ARCH_DEFAULT_NUMBER_OF_REGISTERS >= 32;

// The tiles whose sums stay in registers.
constexpr int tileRows = manyRegisters ? 8 : 4;
constexpr int tilePackets = manyRegisters ? 3 : 2;
constexpr int outerRows = 4;
constexpr int outerTaps = manyRegisters ? 6 : 2;

/// f(0), f(1), ... f(Count - 1) with constants, so that arrays of registers stay registers.
template <int Count, typename F>
EIGEN_ALWAYS_INLINE void unrolled(F&& f)
{
    [&]<int... Index>(std::integer_sequence<int, Index...>)
    {
        (f(std::integral_constant<int, Index>{}), ...);
    }
    (std::make_integer_sequence<int, Count>{});
}

/// Eigen's own sum of a register trips over GCC bug 105593.
template <typename T>
T sumOf(const PacketOf<T>& packet)
{
    alignas(bufferAlignment) std::array<T, widthOf<T>> lanes;
    pstore(lanes.data(), packet);
    for (std::size_t half = lanes.size() / 2; half > 0; half /= 2) {
        for (std::size_t i = 0; i < half; ++i)
            lanes[i] += lanes[i + half];
    }
    return lanes[0];
}

template <typename T, int Rows, int Packets>
void correlateTile(const T* a, const std::int64_t* offsets, std::int64_t depth, const T* x, T* y, std::int64_t pitch)
{
    using Packet = PacketOf<T>;
    Packet sums[Rows * Packets];
    unrolled<Rows * Packets>([&](auto i) { sums[i] = pset1<Packet>(T(0)); });
    for (std::int64_t k = 0; k < depth; ++k, a += Rows) {
        const T* const from = x + offsets[k];
        Packet in[Packets];
        unrolled<Packets>([&](auto p) { in[p] = ploadu<Packet>(from + p * widthOf<T>); });
        unrolled<Rows>([&](auto row) {
            const Packet factor = pset1<Packet>(a[row]);
            unrolled<Packets>([&](auto p) { sums[row * Packets + p] = pmadd(factor, in[p], sums[row * Packets + p]); });
        });
    }
    unrolled<Rows>([&](auto row) {
        unrolled<Packets>([&](auto p) { pstoreu(y + row * pitch + p * widthOf<T>, sums[row * Packets + p]); });
    });
}

/// One tile's height of rows over the whole length.
template <typename T, int Packets>
void correlatePackets(std::int64_t rows, const T* a, const std::vector<std::int64_t>& offsets, const T* x, T* y,
                      std::int64_t pitch)
{
    const auto depth = static_cast<std::int64_t>(offsets.size());
    const auto next = [&](std::int64_t height) {
        a += height * depth;
        y += height * pitch;
        rows -= height;
    };
    for (; rows >= tileRows; next(tileRows))
        correlateTile<T, tileRows, Packets>(a, offsets.data(), depth, x, y, pitch);
    if constexpr (tileRows > 4) {
        if (rows >= 4) {
            correlateTile<T, 4, Packets>(a, offsets.data(), depth, x, y, pitch);
            next(4);
        }
    }
    if (rows >= 2) {
        correlateTile<T, 2, Packets>(a, offsets.data(), depth, x, y, pitch);
        next(2);
    }
    if (rows == 1)
        correlateTile<T, 1, Packets>(a, offsets.data(), depth, x, y, pitch);
}

/// How high the tile is that begins where `left` rows are left.
std::int64_t heightOfTile(std::int64_t left)
{
    for (const std::int64_t height : {std::int64_t{tileRows}, std::int64_t{4}, std::int64_t{2}}) {
        if (left >= height)
            return height;
    }
    return 1;
}

template <typename T>
struct OuterProducts {
    const std::int64_t* offsets;
    std::int64_t taps; ///< of a whole row of a
    std::int64_t length;
    std::int64_t samples;
    SampledPlanes<T> g;
    std::int64_t row_pitch;
    SampledPlanes<T> x;
    T* a;

    template <int Rows, int Taps>
    void tile(std::int64_t row, std::int64_t tap) const
    {
        using Packet = PacketOf<T>;
        Packet sums[Rows * Taps];
        unrolled<Rows * Taps>([&](auto i) { sums[i] = pset1<Packet>(T(0)); });
        const T* g_sample = g.data + row * row_pitch;
        const T* x_sample = x.data;
        for (std::int64_t sample = 0; sample < samples; ++sample) {
            const T* from[Taps];
            unrolled<Taps>([&](auto t) { from[t] = x_sample + offsets[tap + t]; });
            for (std::int64_t l = 0; l < length; l += widthOf<T>) {
                Packet factors[Rows];
                unrolled<Rows>([&](auto r) { factors[r] = ploadu<Packet>(g_sample + r * row_pitch + l); });
                unrolled<Taps>([&](auto t) {
                    const Packet in = ploadu<Packet>(from[t] + l);
                    unrolled<Rows>([&](auto r) { sums[r * Taps + t] = pmadd(factors[r], in, sums[r * Taps + t]); });
                });
            }
            g_sample += g.sample_pitch;
            x_sample += x.sample_pitch;
        }
        unrolled<Rows>([&](auto r) {
            unrolled<Taps>([&](auto t) { a[(row + r) * taps + tap + t] += sumOf<T>(sums[r * Taps + t]); });
        });
    }

    template <int Rows>
    void strip(std::int64_t row) const
    {
        std::int64_t tap = 0;
        for (; tap + outerTaps <= taps; tap += outerTaps)
            tile<Rows, outerTaps>(row, tap);
        if constexpr (outerTaps > 3) {
            if (tap + 3 <= taps) {
                tile<Rows, 3>(row, tap);
                tap += 3;
            }
        }
        for (; tap < taps; ++tap)
            tile<Rows, 1>(row, tap);
    }
};

} // namespace

template <typename T>
std::int64_t registerWidth()
{
    return widthOf<T>;
}

template <typename T>
Correlation<T>::Correlation(std::int64_t rows, std::vector<std::int64_t> offsets, std::vector<std::int64_t> sources,
                            std::int64_t row_stride)
    : m_rows(rows), m_offsets(std::move(offsets)), m_sources(std::move(sources)), m_row_stride(row_stride)
{
    static_assert(tilePackets * widthOf<T> <= correlationSlack);
}

template <typename T>
void Correlation<T>::pack(const T* weights, T* packed) const
{
    for (std::int64_t row = 0; row < m_rows;) {
        const std::int64_t height = heightOfTile(m_rows - row);
        for (const std::int64_t source : m_sources) {
            for (std::int64_t i = 0; i < height; ++i)
                *packed++ = weights[source + (row + i) * m_row_stride];
        }
        row += height;
    }
}

template <typename T>
void Correlation<T>::run(const T* packed, const T* x, std::int64_t length, T* y, std::int64_t pitch) const
{
    constexpr std::int64_t step = tilePackets * widthOf<T>;
    std::int64_t l = 0;
    for (; l + step <= length; l += step)
        correlatePackets<T, tilePackets>(m_rows, packed, m_offsets, x + l, y + l, pitch);
    if (l + widthOf<T> < length && tilePackets > 2) {
        correlatePackets<T, 2>(m_rows, packed, m_offsets, x + l, y + l, pitch);
        l += 2 * widthOf<T>;
    }
    for (; l < length; l += widthOf<T>)
        correlatePackets<T, 1>(m_rows, packed, m_offsets, x + l, y + l, pitch);
}

template <typename T>
void addOuterProducts(std::int64_t rows, const std::vector<std::int64_t>& offsets, std::int64_t length,
                      std::int64_t samples, SampledPlanes<T> g, std::int64_t row_pitch, SampledPlanes<T> x, T* a)
{
    const OuterProducts<T> products{
        offsets.data(), static_cast<std::int64_t>(offsets.size()), length, samples, g, row_pitch, x, a};
    std::int64_t row = 0;
    for (; row + outerRows <= rows; row += outerRows)
        products.template strip<outerRows>(row);
    if (row + 2 <= rows) {
        products.template strip<2>(row);
        row += 2;
    }
    if (row < rows)
        products.template strip<1>(row);
}

template std::int64_t registerWidth<float>();
template std::int64_t registerWidth<double>();
template class Correlation<float>;
template class Correlation<double>;
template void addOuterProducts(std::int64_t, const std::vector<std::int64_t>&, std::int64_t, std::int64_t,
                               SampledPlanes<float>, std::int64_t, SampledPlanes<float>, float*);
template void addOuterProducts(std::int64_t, const std::vector<std::int64_t>&, std::int64_t, std::int64_t,
                               SampledPlanes<double>, std::int64_t, SampledPlanes<double>, double*);

} // namespace ligature
