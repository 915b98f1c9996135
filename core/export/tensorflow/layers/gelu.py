# SPDX-License-Identifier: 0BSD
def gelu_layer(input, approximate):
    return tf.nn.gelu(input, approximate=approximate == "tanh")
