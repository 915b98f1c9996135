# SPDX-License-Identifier: 0BSD
# needs: support/tensor
def layer_l1_distance(input1, input2, reduction):
    apart = (input1 - input2).abs()
    return apart if reduction == "none" else apart.sum(axis=-1)
