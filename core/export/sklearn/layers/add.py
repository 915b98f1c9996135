# SPDX-License-Identifier: 0BSD
# needs: support/tensor
def layer_add(inputs):
    return sum(inputs[1:], inputs[0])
