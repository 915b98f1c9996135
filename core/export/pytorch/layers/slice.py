# SPDX-License-Identifier: 0BSD
def layer_slice(input, axis, start, stop, step, drop_axis):
    """A part along one axis; 0 stops at its end."""
    if drop_axis:
        return input.select(axis, start)
    if axis == 1 and step == 1 and stop != 0:
        return input[:, start:stop]
    if axis == 1 and stop == 0:
        return input[:, start::step]
    places = [slice(None)] * input.dim()
    places[axis] = slice(start, stop or None, step)
    return input[tuple(places)]
