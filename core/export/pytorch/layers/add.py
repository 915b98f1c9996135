# SPDX-License-Identifier: 0BSD
def layer_add(inputs):
    return sum(inputs)
