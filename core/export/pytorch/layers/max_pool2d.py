# SPDX-License-Identifier: 0BSD
def layer_max_pool2d(input, kernel_size, stride, padding, dilation):
    if stride == ():
        return F.max_pool2d(input, kernel_size, padding=padding, dilation=dilation)
    return F.max_pool2d(input, kernel_size, stride, padding=padding, dilation=dilation)
