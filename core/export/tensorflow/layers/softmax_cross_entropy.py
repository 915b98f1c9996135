# SPDX-License-Identifier: 0BSD
def softmax_cross_entropy_loss(logits, target):
    classes = tf.cast(tf.reshape(target, (-1,)), tf.int32)
    return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=classes, logits=logits))
