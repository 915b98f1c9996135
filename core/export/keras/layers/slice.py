# SPDX-License-Identifier: 0BSD
def slice_layer(input, axis, start, stop, step, drop_axis):
    before = (slice(None),) * axis
    return input[(*before, start if drop_axis else slice(start, stop or None, step))]
