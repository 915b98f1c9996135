# SPDX-License-Identifier: 0BSD
def dropout_layer(input, probability, training):
    return keras.random.dropout(input, probability) if training and probability > 0 else input
