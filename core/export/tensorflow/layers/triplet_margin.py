# SPDX-License-Identifier: 0BSD
# needs: support/norm
def triplet_margin_loss(anchor, positive, negative, margin, p, eps):
    def distance(other):
        apart = anchor - other + eps
        return tf.reduce_sum(tf.abs(apart), axis=-1) if p == "1" else norm(apart)

    return tf.reduce_mean(tf.nn.relu(distance(positive) - distance(negative) + margin))
