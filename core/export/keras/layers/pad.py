# SPDX-License-Identifier: 0BSD
def pad_layer(input, before, behind, mode, value, input_shape):
    """So many places more before and behind each axis; the last numbers are those of the last axis."""
    rank = len(input_shape)
    before, behind = [(0,) * (rank - len(places)) + tuple(places) for places in (before, behind)]
    if mode == "constant":
        return ops.pad(input, ((0, 0), *zip(before, behind)), constant_values=value)
    for axis in range(rank):
        last = input_shape[axis] - 1
        places = np.arange(-before[axis], last + 1 + behind[axis])
        if mode == "reflect":
            places = last - np.abs(last - np.abs(places))
        input = ops.take(input, np.clip(places, 0, last), axis=axis + 1)
    return input
