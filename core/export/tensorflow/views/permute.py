# SPDX-License-Identifier: 0BSD
def permute_view(parameter, axes):
    return tf.transpose(parameter, axes)
