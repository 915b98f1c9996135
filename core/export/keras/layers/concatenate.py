# SPDX-License-Identifier: 0BSD
def concatenate_layer(inputs, axis):
    return ops.concatenate(inputs, axis=axis)
