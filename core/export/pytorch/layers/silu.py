# SPDX-License-Identifier: 0BSD
def layer_silu(input):
    return F.silu(input)
