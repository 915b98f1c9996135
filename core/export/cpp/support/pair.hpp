// SPDX-License-Identifier: 0BSD
// needs: support/shape
/// A height and a width, where one number stands for both.
inline Shape pair(const Shape& sizes)
{
    return sizes.rank() == 1 ? Shape{sizes[0], sizes[0]} : sizes;
}
