# SPDX-License-Identifier: 0BSD
def layer_permute(input, axes):
    return input.permute(0, *axes)
