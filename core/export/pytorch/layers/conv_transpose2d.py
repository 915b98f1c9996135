# SPDX-License-Identifier: 0BSD
def layer_conv_transpose2d(input, weight, bias, stride, padding, output_padding, groups, dilation):
    if dilation == (1, 1) and groups == 1:
        return F.conv_transpose2d(input, weight, bias, stride=stride, padding=padding, output_padding=output_padding)
    return F.conv_transpose2d(input, weight, bias, stride, padding, output_padding, groups, dilation)
