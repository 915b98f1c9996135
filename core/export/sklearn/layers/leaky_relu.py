# SPDX-License-Identifier: 0BSD
# needs: support/tensor
def layer_leaky_relu(input, negative_slope):
    slope = np.where(input.value > 0, 1, negative_slope).astype(input.value.dtype)
    return input.map(input.value * slope, slope)
