# SPDX-License-Identifier: 0BSD
def layer_leaky_relu(input, negative_slope):
    return F.leaky_relu(input, negative_slope)
