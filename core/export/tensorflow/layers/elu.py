# SPDX-License-Identifier: 0BSD
def elu_layer(input, alpha):
    return tf.where(input > 0, input, alpha * tf.nn.elu(input))
