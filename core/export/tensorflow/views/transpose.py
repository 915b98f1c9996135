# SPDX-License-Identifier: 0BSD
def transpose_view(parameter):
    return tf.transpose(parameter)
