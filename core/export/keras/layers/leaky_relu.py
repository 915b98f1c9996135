# SPDX-License-Identifier: 0BSD
def leaky_relu_layer(input, negative_slope):
    return ops.leaky_relu(input, negative_slope)
