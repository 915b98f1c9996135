# SPDX-License-Identifier: 0BSD
def kl_divergence_loss(prediction, target, from_logits):
    """torch.nn.KLDivLoss(reduction="batchmean")."""
    logarithms = ops.log_softmax(prediction, axis=-1) if from_logits else prediction
    target = ops.reshape(target, ops.shape(prediction))
    positive = target > 0
    own = ops.where(positive, target * ops.log(ops.where(positive, target, 1.0)), 0.0)
    return ops.sum(own - target * logarithms) / ops.cast(ops.shape(prediction)[0], "float32")
