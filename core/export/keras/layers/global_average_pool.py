# SPDX-License-Identifier: 0BSD
def global_average_pool_layer(input, input_shape):
    return ops.mean(input, axis=tuple(range(2, len(input_shape) + 1)))
