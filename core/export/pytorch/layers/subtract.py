# SPDX-License-Identifier: 0BSD
def layer_subtract(input1, input2):
    return input1 - input2
