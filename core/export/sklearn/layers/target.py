# SPDX-License-Identifier: 0BSD
# needs: support/tensor
def layer_target(targets, output_shape):
    return targets.reshape(-1, *output_shape)
