# SPDX-License-Identifier: 0BSD
def tile_view(parameter, axis, times, input_shape):
    repeats = [1] * len(input_shape)
    repeats[axis] = times
    return tf.tile(parameter, repeats)
