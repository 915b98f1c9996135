// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>
#include <span>
#include <utility>

namespace ligature {

/// Where every numeric buffer begins: one cache line, one AVX-512 register. Eigen's reductions change their bits with
/// a pointer's alignment, so the alignment is part of what makes a run repeatable.
inline constexpr std::size_t bufferAlignment = 64;

/// So many elements, and as many more as it takes that what follows them in one block is aligned, too.
template <typename T>
constexpr std::size_t alignedCount(std::size_t elements)
{
    constexpr std::size_t line = bufferAlignment / sizeof(T);
    return (elements + line - 1) / line * line;
}

/// An array of fixed size, zeroed, aligned to bufferAlignment.
template <typename T>
class AlignedArray {
public:
    AlignedArray() = default;
    explicit AlignedArray(std::size_t size)
        : m_data(size == 0 ? nullptr
                           : static_cast<T*>(::operator new(size * sizeof(T), std::align_val_t(bufferAlignment)))),
          m_size(size)
    {
        std::fill_n(m_data.get(), m_size, T{});
    }
    AlignedArray(const AlignedArray& other) : AlignedArray(other.m_size)
    {
        std::copy_n(other.data(), m_size, m_data.get());
    }
    AlignedArray& operator=(const AlignedArray& other)
    {
        if (this != &other)
            *this = AlignedArray(other);
        return *this;
    }
    AlignedArray(AlignedArray&& other) noexcept
        : m_data(std::move(other.m_data)), m_size(std::exchange(other.m_size, 0))
    {
    }
    AlignedArray& operator=(AlignedArray&& other) noexcept
    {
        m_data = std::move(other.m_data);
        m_size = std::exchange(other.m_size, 0);
        return *this;
    }
    ~AlignedArray() = default;

    [[nodiscard]] T* data() { return m_data.get(); }
    [[nodiscard]] const T* data() const { return m_data.get(); }
    [[nodiscard]] std::size_t size() const { return m_size; }
    [[nodiscard]] bool empty() const { return m_size == 0; }
    [[nodiscard]] std::span<T> span() { return {m_data.get(), m_size}; }
    [[nodiscard]] std::span<const T> span() const { return {m_data.get(), m_size}; }
    T& operator[](std::size_t i) { return m_data.get()[i]; }
    const T& operator[](std::size_t i) const { return m_data.get()[i]; }

private:
    struct Free {
        void operator()(T* p) const { ::operator delete(p, std::align_val_t(bufferAlignment)); }
    };
    std::unique_ptr<T, Free> m_data;
    std::size_t m_size = 0;
};

} // namespace ligature
