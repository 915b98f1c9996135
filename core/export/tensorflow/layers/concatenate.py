# SPDX-License-Identifier: 0BSD
def concatenate_layer(inputs, axis):
    return tf.concat(inputs, axis=axis)
