// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/gradient_clipping.h"

#include <cmath>

#include "core/optimization/optimizers/typed_optimizer.h"

namespace ligature {

template <typename T>
double clipGradients(std::span<const std::span<T>> gradients, double largest)
{
    // Added up in double precision over chunks: the sum over millions of elements keeps its digits, and the order, and
    // so the bits, do not depend on anything but the sizes.
    double squares = 0;
    for (const std::span<T> gradient : gradients) {
        for (std::size_t from = 0; from < gradient.size(); from += updateChunk)
            squares += static_cast<double>(chunkOf(gradient, from).square().sum());
    }
    const double norm = std::sqrt(squares);
    const double factor = clippingFactor(norm, largest);
    if (factor < 1) {
        for (const std::span<T> gradient : gradients) {
            for (std::size_t from = 0; from < gradient.size(); from += updateChunk)
                chunkOf(gradient, from) *= static_cast<T>(factor);
        }
    }
    return norm;
}

template double clipGradients(std::span<const std::span<float>>, double);
template double clipGradients(std::span<const std::span<double>>, double);

} // namespace ligature
