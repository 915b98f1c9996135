# SPDX-License-Identifier: 0BSD
# needs: support/tensor
def layer_flatten(input, output_shape):
    return input.reshape(-1, *output_shape)
