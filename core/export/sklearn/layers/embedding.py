# SPDX-License-Identifier: 0BSD
# needs: support/tensor
def layer_embedding(input, weight):
    return weight[input.value.astype(np.int64)]
