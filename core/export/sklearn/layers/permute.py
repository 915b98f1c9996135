# SPDX-License-Identifier: 0BSD
# needs: support/tensor
def layer_permute(input, axes):
    return input.transpose(0, *axes)
