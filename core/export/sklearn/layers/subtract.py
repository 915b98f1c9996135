# SPDX-License-Identifier: 0BSD
# needs: support/tensor
def layer_subtract(input1, input2):
    return input1 - input2
