# SPDX-License-Identifier: 0BSD
def reshape_view(parameter, output_shape):
    return tf.reshape(parameter, output_shape)
