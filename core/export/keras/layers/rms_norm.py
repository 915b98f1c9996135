# SPDX-License-Identifier: 0BSD
def rms_norm_layer(input, weight, eps):
    output = input * ops.rsqrt(ops.mean(input * input, axis=-1, keepdims=True) + eps)
    return output if weight is None else output * weight
