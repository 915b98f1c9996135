# SPDX-License-Identifier: 0BSD
# needs: support/tensor
def layer_global_average_pool(input):
    return input.reshape(*input.shape[:2], -1).mean(axis=2)
