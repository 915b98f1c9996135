# SPDX-License-Identifier: 0BSD
# needs: support/tensor
def layer_pad(input, before, behind, mode, value):
    """So many places more before and behind each axis; the last numbers are those of the last axis."""
    rank = len(input.shape) - 1
    before, behind = [(0,) * (rank - len(places)) + tuple(places) for places in (before, behind)]
    if mode == "constant":
        inside = (slice(None), *(slice(start, start + extent) for start, extent in zip(before, input.shape[1:])))
        around = ((0, 0), *zip(before, behind))
        padded = np.pad(input.value, around, constant_values=value)
        return Tensor(padded, [(input, lambda gradient: gradient[inside])])
    for axis in range(rank):
        last = input.shape[axis + 1] - 1
        places = np.arange(-before[axis], last + 1 + behind[axis])
        if mode == "reflect":
            places = last - np.abs(last - np.abs(places))
        input = input[(*(slice(None),) * (axis + 1), np.clip(places, 0, last))]
    return input
