# SPDX-License-Identifier: 0BSD
def kl_divergence_loss(prediction, target, from_logits):
    """torch.nn.KLDivLoss(reduction="batchmean")."""
    logarithms = tf.nn.log_softmax(prediction, axis=-1) if from_logits else prediction
    target = tf.reshape(target, tf.shape(prediction))
    positive = target > 0
    own = tf.where(positive, target * tf.math.log(tf.where(positive, target, 1.0)), 0.0)
    return tf.reduce_sum(own - target * logarithms) / tf.cast(tf.shape(prediction)[0], tf.float32)
