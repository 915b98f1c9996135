# SPDX-License-Identifier: 0BSD
def slice_view(parameter, axis, start, stop, step, input_shape):
    before = (slice(None),) * (axis % len(input_shape))
    return parameter[(*before, slice(start, stop or None, step))]
