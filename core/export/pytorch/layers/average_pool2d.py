# SPDX-License-Identifier: 0BSD
def layer_average_pool2d(input, kernel_size, stride, padding, count_include_pad):
    if stride == ():
        return F.avg_pool2d(input, kernel_size, padding=padding, count_include_pad=count_include_pad)
    return F.avg_pool2d(input, kernel_size, stride, padding=padding, count_include_pad=count_include_pad)
