# SPDX-License-Identifier: 0BSD
def l1_distance_layer(input1, input2, reduction):
    apart = tf.abs(input1 - input2)
    return apart if reduction == "none" else tf.reduce_sum(apart, axis=-1)
