# SPDX-License-Identifier: 0BSD
def scale_layer(input, scale):
    return input * scale
