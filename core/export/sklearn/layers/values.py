# SPDX-License-Identifier: 0BSD
# needs: support/tensor
def layer_values(input, values):
    """The same for every sample."""
    return input.of(np.zeros((len(input), *values.shape))) + values
