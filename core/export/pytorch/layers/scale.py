# SPDX-License-Identifier: 0BSD
def layer_scale(input, scale):
    return input * scale
