# SPDX-License-Identifier: 0BSD
# needs: support/norm
def contrastive_loss(input1, input2, target, margin):
    apart = input1 - input2
    distance = norm(tf.reshape(apart, (-1, math.prod(apart.shape[1:]))))
    same = tf.reshape(target, (-1,))
    return tf.reduce_mean(same * distance**2 + (1 - same) * tf.nn.relu(margin - distance) ** 2)
