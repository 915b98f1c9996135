# SPDX-License-Identifier: 0BSD
def next_token_cross_entropy_loss(logits, target):
    classes = tf.cast(tf.reshape(target, (-1,)), tf.int32)
    logits = tf.reshape(logits, (-1, logits.shape[-1]))
    return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=classes, logits=logits))
