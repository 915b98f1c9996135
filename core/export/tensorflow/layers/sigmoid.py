# SPDX-License-Identifier: 0BSD
def sigmoid_layer(input):
    return tf.sigmoid(input)
