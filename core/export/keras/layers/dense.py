# SPDX-License-Identifier: 0BSD
def dense_layer(input, weight, bias):
    output = ops.matmul(input, ops.transpose(weight))
    return output if bias is None else output + bias
