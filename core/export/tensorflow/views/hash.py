# SPDX-License-Identifier: 0BSD
# needs: support/hash_table
def hash_view(parameter, seed, signs, input_shape, output_shape):
    """A large tensor out of a small one, as in HashedNets (Chen et al. 2015)."""
    index, sign = hash_table(seed, math.prod(output_shape), math.prod(input_shape))
    read = tf.gather(tf.reshape(parameter, (-1,)), index)
    return tf.reshape(read * sign if signs else read, output_shape)
