# SPDX-License-Identifier: 0BSD
# needs: support/tensor
def layer_slice(input, axis, start, stop, step, drop_axis):
    """A part along one axis; 0 stops at its end."""
    places = (slice(None),) * axis
    if drop_axis:
        return input.part((*places, start))
    return input.part((*places, slice(start, stop or None, step)))
