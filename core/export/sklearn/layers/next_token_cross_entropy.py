# SPDX-License-Identifier: 0BSD
# needs: support/cross_entropy
def layer_next_token_cross_entropy(logits, target):
    return cross_entropy(logits.reshape(-1, logits.shape[-1]), target.value.reshape(-1).astype(np.int64))
