# SPDX-License-Identifier: 0BSD
# needs: support/tensor
def layer_rms_norm(input, weight, eps):
    output = input / ((input * input).mean(axis=-1, keepdims=True) + eps).sqrt()
    return output if weight is None else output * weight
