# SPDX-License-Identifier: 0BSD
def l1_distance_layer(input1, input2, reduction):
    apart = ops.abs(input1 - input2)
    return apart if reduction == "none" else ops.sum(apart, axis=-1)
