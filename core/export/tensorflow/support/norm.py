# SPDX-License-Identifier: 0BSD
def norm(vectors):
    """Euclidean, over the last axis; with the gradient 0 where a vector is 0."""
    squares = tf.reduce_sum(vectors * vectors, axis=-1)
    positive = squares > 0
    return tf.where(positive, tf.sqrt(tf.where(positive, squares, 1.0)), 0.0)
