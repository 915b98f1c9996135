# SPDX-License-Identifier: 0BSD
def dropout_layer(input, probability, training):
    return tf.nn.dropout(input, probability) if training and probability > 0 else input
