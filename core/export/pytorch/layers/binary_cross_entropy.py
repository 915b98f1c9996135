# SPDX-License-Identifier: 0BSD
def layer_binary_cross_entropy(logits, target):
    return F.binary_cross_entropy_with_logits(logits, target.reshape_as(logits))
