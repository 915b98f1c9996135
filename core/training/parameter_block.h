// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include "core/program/program.h"
#include "core/tensor/aligned_array.h"

namespace ligature {

/// Memory beside a program's parameters, in one block: for each that is wanted as much as its values take, in their
/// order and aligned as they are. Allocates nothing after its construction.
class ParameterBlock {
public:
    /// For none.
    ParameterBlock() = default;
    /// @param wanted asked of each parameter
    template <typename Wanted>
    ParameterBlock(std::span<const ProgramParameter<float>> parameters, Wanted wanted)
    {
        std::size_t total = 0;
        for (const ProgramParameter<float>& parameter : parameters)
            total += wanted(parameter) ? alignedCount<float>(parameter.values.size()) : 0;
        m_memory = AlignedArray<float>(total);
        float* free = m_memory.data();
        for (const ProgramParameter<float>& parameter : parameters) {
            m_parts.emplace_back(free, wanted(parameter) ? parameter.values.size() : 0);
            free += alignedCount<float>(m_parts.back().size());
        }
    }

    /// Of a parameter by its place; empty where it is not wanted.
    [[nodiscard]] std::span<float> of(std::size_t parameter) { return m_parts[parameter]; }
    [[nodiscard]] std::span<const float> of(std::size_t parameter) const { return m_parts[parameter]; }
    [[nodiscard]] std::span<float> memory() { return m_memory.span(); }

    /// Exchanges the wanted ones' values for what stands here.
    void exchangeWith(std::span<ProgramParameter<float>> parameters)
    {
        for (std::size_t i = 0; i < m_parts.size(); ++i)
            std::ranges::swap_ranges(m_parts[i], parameters[i].values.first(m_parts[i].size()));
    }

private:
    AlignedArray<float> m_memory;
    std::vector<std::span<float>> m_parts;
};

} // namespace ligature
