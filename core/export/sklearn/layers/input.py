# SPDX-License-Identifier: 0BSD
# needs: support/tensor
def layer_input(features, output_shape):
    return features.reshape(-1, *output_shape)
