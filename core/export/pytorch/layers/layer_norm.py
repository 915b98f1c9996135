# SPDX-License-Identifier: 0BSD
def layer_layer_norm(input, weight, bias, eps):
    return F.layer_norm(input, input.shape[-1:], weight, bias, eps)
