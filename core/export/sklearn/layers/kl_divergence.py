# SPDX-License-Identifier: 0BSD
# needs: support/log_softmax
def layer_kl_divergence(prediction, target, from_logits):
    logs = log_softmax(prediction) if from_logits else prediction
    target = target.reshape(prediction.shape)
    own = target.map(xlogy(target.value, target.value), xlogy(1, np.maximum(target.value, 1e-300)) + 1)
    return (own - target * logs).sum() * (1 / len(prediction))
