# SPDX-License-Identifier: 0BSD
# needs: support/tensor
def layer_scale(input, scale):
    return input * scale
