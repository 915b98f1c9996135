# SPDX-License-Identifier: 0BSD
# needs: support/sinusoids
def layer_positional_embedding(input, weight):
    if weight is not None:
        return input + weight
    return input + sinusoids(input)
