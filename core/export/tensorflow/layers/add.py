# SPDX-License-Identifier: 0BSD
def add_layer(inputs):
    return sum(inputs[1:], inputs[0])
