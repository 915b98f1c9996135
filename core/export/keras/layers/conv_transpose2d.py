# SPDX-License-Identifier: 0BSD
# needs: support/pair, support/spread, support/channels
def conv_transpose2d_layer(
    input, weight, bias, output_shape, stride, padding, output_padding, dilation, groups
):
    """Images (N, C, H, W), weight (C, out_channels / groups, H, W), as in PyTorch."""
    image = channels_last(input)
    kernel = spread(ops.transpose(weight, (2, 3, 1, 0)), pair(dilation))
    parts = [
        ops.conv_transpose(part, kernels, strides=pair(stride), padding="valid", data_format="channels_last")
        for part, kernels in zip(ops.split(image, groups, axis=3), ops.split(kernel, groups, axis=3))
    ]
    whole = ops.concatenate(parts, axis=3) if groups > 1 else parts[0]
    # The padding is cut off all around, the output padding is added below and on the right.
    (top, left), (below, right), (_, height, width) = pair(padding), pair(output_padding), output_shape
    whole = ops.pad(whole, ((0, 0), (0, below), (0, right), (0, 0)))
    output = whole[:, top : top + height, left : left + width]
    return channels_first(output if bias is None else output + bias)
