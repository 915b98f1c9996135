# SPDX-License-Identifier: 0BSD
# needs: support/as_pair, support/images_of
def layer_conv_transpose2d(input, weight, bias, stride, padding, output_padding, groups, dilation):
    """Each pixel lays its kernels down, and where they overlap they are added."""
    samples, channels, height, width = input.shape
    outputs, kernel = weight.shape[1] * groups, weight.shape[2:]
    stride, padding, dilation, more = as_pair(stride), as_pair(padding), as_pair(dilation), as_pair(output_padding)
    kernels = weight.reshape(groups, channels // groups, -1).swap()
    columns = kernels @ input.reshape(samples, groups, channels // groups, height * width)
    windows = columns.reshape(samples, outputs, *kernel, height, width)
    extents = [(input.shape[2 + axis] - 1) * stride[axis] + dilation[axis] * (kernel[axis] - 1) + 1 + more[axis]
               for axis in range(2)]
    whole = images_of(windows, extents, stride, dilation)
    output = whole.part((slice(None), slice(None), slice(padding[0], extents[0] - padding[0]),
                         slice(padding[1], extents[1] - padding[1])))
    return output if bias is None else output + bias.reshape(-1, 1, 1)
