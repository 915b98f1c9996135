# SPDX-License-Identifier: 0BSD
def layer_norm_layer(input, weight, bias, eps):
    centred = input - ops.mean(input, axis=-1, keepdims=True)
    output = centred * ops.rsqrt(ops.mean(centred * centred, axis=-1, keepdims=True) + eps)
    if weight is not None:
        output = output * weight
    return output if bias is None else output + bias
