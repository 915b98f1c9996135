# SPDX-License-Identifier: 0BSD
def flip_view(parameter, axis):
    return tf.reverse(parameter, [axis])
