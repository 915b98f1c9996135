# SPDX-License-Identifier: 0BSD
def input_layer(features, shape):
    return tf.reshape(tf.cast(features, tf.float32), (-1, *shape))
