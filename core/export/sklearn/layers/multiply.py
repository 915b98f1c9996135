# SPDX-License-Identifier: 0BSD
# needs: support/tensor
def layer_multiply(inputs):
    product = inputs[0]
    for factor in inputs[1:]:
        product = product * factor
    return product
