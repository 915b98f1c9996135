// SPDX-License-Identifier: 0BSD
// needs: support/shape
/// A number that stands for one of several.
inline Size index_of(float given, Size count)
{
    if (!(given > -0.5F && given < static_cast<float>(count) - 0.5F))
        throw std::out_of_range("there is no index " + std::to_string(given) + " among " + std::to_string(count));
    return static_cast<Size>(std::lround(given));
}
