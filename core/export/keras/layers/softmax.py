# SPDX-License-Identifier: 0BSD
def softmax_layer(input):
    return ops.softmax(input, axis=-1)
