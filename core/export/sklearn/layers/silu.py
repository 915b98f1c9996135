# SPDX-License-Identifier: 0BSD
# needs: support/tensor
def layer_silu(input):
    return input * input.sigmoid()
