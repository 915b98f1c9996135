# SPDX-License-Identifier: 0BSD
def layer_flip(input, axis):
    return input.flip(axis)
