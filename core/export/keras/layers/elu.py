# SPDX-License-Identifier: 0BSD
def elu_layer(input, alpha):
    return ops.elu(input, alpha)
