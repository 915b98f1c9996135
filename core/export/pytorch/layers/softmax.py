# SPDX-License-Identifier: 0BSD
def layer_softmax(input):
    return F.softmax(input, dim=-1)
