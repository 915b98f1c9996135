# SPDX-License-Identifier: 0BSD
# needs: support/cross_entropy
def layer_softmax_cross_entropy(logits, target):
    return cross_entropy(logits, target.value.reshape(-1).astype(np.int64))
