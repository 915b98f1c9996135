// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

namespace ligature {

/// What gradients of that norm are multiplied by where it is below 1: largest / (norm + 1e-6).
[[nodiscard]] constexpr double clippingFactor(double norm, double largest)
{
    return largest / (norm + 1e-6);
}

/// Scales all gradients down together where the length of all of them as one vector is over `largest` (Pascanu, Mikolov
/// and Bengio 2013), as torch.nn.utils.clip_grad_norm_ does: each is multiplied by min(1, largest / (norm + 1e-6)).
/// @param gradients one for each storage, so that a shared parameter counts once, however many uses it has; aligned to
/// bufferAlignment
/// @return the norm before
template <typename T>
double clipGradients(std::span<const std::span<T>> gradients, double largest);

extern template double clipGradients(std::span<const std::span<float>>, double);
extern template double clipGradients(std::span<const std::span<double>>, double);

} // namespace ligature
