# SPDX-License-Identifier: 0BSD
def subtract_layer(input1, input2):
    return input1 - input2
