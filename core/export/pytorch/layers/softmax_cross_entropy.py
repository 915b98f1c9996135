# SPDX-License-Identifier: 0BSD
def layer_softmax_cross_entropy(logits, target, label_smoothing):
    if label_smoothing == 0.0:
        return F.cross_entropy(logits, target.reshape(-1).long())
    return F.cross_entropy(logits, target.reshape(-1).long(), label_smoothing=label_smoothing)
