# SPDX-License-Identifier: 0BSD
# needs: support/tensor, support/sinusoids
def layer_positional_embedding(input, weight):
    return input + (sinusoids(*input.shape[-2:]) if weight is None else weight)
