# SPDX-License-Identifier: 0BSD
def view_slice(parameter, axis, start, stop, step):
    """A part along one axis; 0 stops at its end."""
    if axis == 0 and step == 1 and stop != 0:
        return parameter[start:stop]
    if axis == 0 and stop == 0:
        return parameter[start::step]
    if axis == 1 and step == 1 and stop != 0:
        return parameter[:, start:stop]
    places = [slice(None)] * parameter.dim()
    places[axis] = slice(start, stop or None, step)
    return parameter[tuple(places)]
