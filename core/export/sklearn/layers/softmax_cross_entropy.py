# SPDX-License-Identifier: 0BSD
# needs: support/cross_entropy
def layer_softmax_cross_entropy(logits, target, label_smoothing):
    loss = cross_entropy(logits, target.value.reshape(-1).astype(np.int64))
    if label_smoothing == 0:
        return loss
    return (1 - label_smoothing) * loss + label_smoothing * -log_softmax(logits).mean()
