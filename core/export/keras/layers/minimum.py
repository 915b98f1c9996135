# SPDX-License-Identifier: 0BSD
def minimum_layer(a, b):
    return ops.minimum(a, b)
