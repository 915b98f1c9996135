# SPDX-License-Identifier: 0BSD
def dense_layer(input, weight, bias):
    output = tf.matmul(input, weight, transpose_b=True)
    return output if bias is None else output + bias
