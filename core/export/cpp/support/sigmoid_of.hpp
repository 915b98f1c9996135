// SPDX-License-Identifier: 0BSD
inline float sigmoid_of(float x)
{
    return 1.0F / (1.0F + std::exp(-x));
}
