# SPDX-License-Identifier: 0BSD
def binary_cross_entropy_loss(logits, target):
    target = tf.reshape(target, tf.shape(logits))
    return tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(labels=target, logits=logits))
