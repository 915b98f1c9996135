# SPDX-License-Identifier: 0BSD
def layer_l1_distance(input1, input2, reduction):
    if reduction == "none":
        return (input1 - input2).abs()
    return (input1 - input2).abs().sum(dim=-1)
