# SPDX-License-Identifier: 0BSD
def layer_next_token_cross_entropy(logits, target):
    return F.cross_entropy(logits.reshape(-1, logits.shape[-1]), target.reshape(-1).long())
