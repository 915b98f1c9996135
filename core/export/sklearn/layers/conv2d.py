# SPDX-License-Identifier: 0BSD
# needs: support/as_pair, support/pad_images, support/windows
def layer_conv2d(input, weight, bias, stride, padding, dilation, groups):
    """One product of the kernels with what they read at all positions, by groups of channels."""
    samples, outputs = len(input), weight.shape[0]
    windows = windows_of(pad_images(input, as_pair(padding)), weight.shape[2:], as_pair(stride), as_pair(dilation))
    height, width = windows.shape[4:]
    columns = windows.reshape(samples, groups, -1, height * width)
    output = (weight.reshape(groups, outputs // groups, -1) @ columns).reshape(samples, outputs, height, width)
    return output if bias is None else output + bias.reshape(-1, 1, 1)
