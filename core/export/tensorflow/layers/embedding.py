# SPDX-License-Identifier: 0BSD
def embedding_layer(input, weight):
    return tf.gather(weight, tf.cast(input, tf.int32))
