# SPDX-License-Identifier: 0BSD
def huber_loss(prediction, target, delta):
    apart = tf.abs(prediction - tf.reshape(target, tf.shape(prediction)))
    return tf.reduce_mean(tf.where(apart < delta, 0.5 * apart * apart, delta * (apart - 0.5 * delta)))
