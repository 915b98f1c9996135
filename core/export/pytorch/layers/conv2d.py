# SPDX-License-Identifier: 0BSD
def layer_conv2d(input, weight, bias, stride, padding, dilation, groups):
    if dilation == (1, 1) and groups == 1:
        return F.conv2d(input, weight, bias, stride=stride, padding=padding)
    return F.conv2d(input, weight, bias, stride=stride, padding=padding, dilation=dilation, groups=groups)
