# SPDX-License-Identifier: 0BSD
# needs: support/tensor
def layer_elu(input, alpha):
    below = alpha * np.expm1(np.minimum(input.value, 0))
    is_above = input.value > 0
    return input.map(np.where(is_above, input.value, below), np.where(is_above, 1, below + alpha))
