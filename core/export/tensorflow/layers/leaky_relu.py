# SPDX-License-Identifier: 0BSD
def leaky_relu_layer(input, negative_slope):
    return tf.nn.leaky_relu(input, alpha=negative_slope)
