# SPDX-License-Identifier: 0BSD
# needs: support/tensor
def view_slice(parameter, axis, start, stop, step):
    """A part along one axis; 0 stops at its end."""
    places = [slice(None)] * parameter.value.ndim
    places[axis] = slice(start, stop or None, step)
    return parameter.part(tuple(places))
