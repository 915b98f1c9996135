# SPDX-License-Identifier: 0BSD
def gelu_layer(input, approximate):
    return ops.gelu(input, approximate=approximate == "tanh")
