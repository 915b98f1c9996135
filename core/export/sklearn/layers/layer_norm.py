# SPDX-License-Identifier: 0BSD
# needs: support/tensor
def layer_layer_norm(input, weight, bias, eps):
    centred = input - input.mean(axis=-1, keepdims=True)
    output = centred / ((centred * centred).mean(axis=-1, keepdims=True) + eps).sqrt()
    output = output if weight is None else output * weight
    return output if bias is None else output + bias
