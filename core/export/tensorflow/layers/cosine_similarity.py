# SPDX-License-Identifier: 0BSD
# needs: support/norm
def cosine_similarity_layer(input1, input2, eps):
    norms = tf.maximum(norm(input1), eps) * tf.maximum(norm(input2), eps)
    return tf.reduce_sum(input1 * input2, axis=-1) / norms
