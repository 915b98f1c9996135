# SPDX-License-Identifier: 0BSD
# needs: support/pair, support/padded, support/spread, support/channels
def conv2d_layer(input, weight, bias, stride, padding, dilation, groups):
    """Images (N, C, H, W), weight (out_channels, C / groups, H, W), as in PyTorch."""
    image = channels_last(padded(input, pair(padding)))
    kernel = spread(ops.transpose(weight, (2, 3, 1, 0)), pair(dilation))
    parts = [
        ops.conv(part, kernels, strides=pair(stride), padding="valid", data_format="channels_last")
        for part, kernels in zip(ops.split(image, groups, axis=3), ops.split(kernel, groups, axis=3))
    ]
    output = ops.concatenate(parts, axis=3) if groups > 1 else parts[0]
    return channels_first(output if bias is None else output + bias)
