// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/l1_penalty.h"

#include "core/optimization/optimizers/typed_optimizer.h"

namespace ligature {

void addL1Gradient(std::span<const ProgramParameter<float>> parameters, double strength)
{
    for (const ProgramParameter<float>& parameter : parameters) {
        const auto factor = static_cast<float>(strength * parameter.description.weight_decay_factor);
        const std::span<const float> values = parameter.values;
        for (std::size_t from = 0; from < parameter.gradient.size(); from += updateChunk)
            chunkOf(parameter.gradient, from) += factor * chunkOf(values, from).sign();
    }
}

} // namespace ligature
