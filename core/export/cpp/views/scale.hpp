// SPDX-License-Identifier: 0BSD
// needs: support/mapped
/// Every number times a factor.
inline Tensor scale(const Tensor& parameter, double factor)
{
    return mapped(parameter.contiguous(), [=](float x) { return static_cast<float>(static_cast<double>(x) * factor); });
}
