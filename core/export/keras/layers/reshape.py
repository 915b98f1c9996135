# SPDX-License-Identifier: 0BSD
def reshape_layer(input, output_shape):
    return ops.reshape(input, (-1, *output_shape))
