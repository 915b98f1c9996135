# SPDX-License-Identifier: 0BSD
def layer_softmax_cross_entropy(logits, target):
    return F.cross_entropy(logits, target.reshape(-1).long())
