# SPDX-License-Identifier: 0BSD
def rms_norm_layer(input, weight, eps):
    output = input * tf.math.rsqrt(tf.reduce_mean(input * input, axis=-1, keepdims=True) + eps)
    return output if weight is None else output * weight
