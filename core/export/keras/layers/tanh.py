# SPDX-License-Identifier: 0BSD
def tanh_layer(input):
    return ops.tanh(input)
