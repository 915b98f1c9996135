# SPDX-License-Identifier: 0BSD
def permute_layer(input, axes):
    return ops.transpose(input, (0, *axes))
