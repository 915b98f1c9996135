# SPDX-License-Identifier: 0BSD
def silu_layer(input):
    return ops.silu(input)
