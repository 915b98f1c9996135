# SPDX-License-Identifier: 0BSD
def mean_squared_error_loss(prediction, target):
    return tf.reduce_mean(tf.square(prediction - tf.reshape(target, tf.shape(prediction))))
