# SPDX-License-Identifier: 0BSD
def flip_view(parameter, axis):
    return ops.flip(parameter, axis=axis)
