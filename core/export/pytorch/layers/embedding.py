# SPDX-License-Identifier: 0BSD
def layer_embedding(input, weight):
    return F.embedding(input.long(), weight)
