# SPDX-License-Identifier: 0BSD
def sigmoid_layer(input):
    return ops.sigmoid(input)
