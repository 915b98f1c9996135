# SPDX-License-Identifier: 0BSD
# needs: support/tensor
def layer_cosine_similarity(input1, input2, eps):
    def unit(input):
        length = (input * input).sum(axis=-1, keepdims=True).sqrt().clamp_below(eps)
        return input / length
    return (unit(input1) * unit(input2)).sum(axis=-1)
