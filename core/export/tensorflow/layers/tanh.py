# SPDX-License-Identifier: 0BSD
def tanh_layer(input):
    return tf.tanh(input)
