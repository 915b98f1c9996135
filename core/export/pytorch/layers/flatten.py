# SPDX-License-Identifier: 0BSD
def layer_flatten(input, output_shape):
    return input.reshape(-1, *output_shape)
