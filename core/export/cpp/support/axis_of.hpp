// SPDX-License-Identifier: 0BSD
// needs: support/shape
/// An axis that may be counted from the end.
inline Size axis_of(Size axis, Size rank)
{
    return axis < 0 ? axis + rank : axis;
}
