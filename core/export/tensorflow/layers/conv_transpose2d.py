# SPDX-License-Identifier: 0BSD
# needs: support/pair, support/spread, support/channels
def conv_transpose2d_layer(
    input, weight, bias, output_shape, stride, padding, output_padding, dilation, groups, input_shape
):
    """Images (N, C, H, W), weight (C, out_channels / groups, H, W), as in PyTorch."""
    image = channels_last(input)
    kernel = spread(tf.transpose(weight, (2, 3, 1, 0)), pair(dilation))
    whole_size = [(n - 1) * step + k for n, step, k in zip(input_shape[1:], pair(stride), kernel.shape)]
    whole_shape = [tf.shape(input)[0], *whole_size, kernel.shape[2]]
    parts = [
        tf.nn.conv2d_transpose(part, kernels, whole_shape, strides=pair(stride), padding="VALID")
        for part, kernels in zip(tf.split(image, groups, axis=3), tf.split(kernel, groups, axis=3))
    ]
    whole = tf.concat(parts, axis=3) if groups > 1 else parts[0]
    # The padding is cut off all around, the output padding is added below and on the right.
    (top, left), (below, right), (_, height, width) = pair(padding), pair(output_padding), output_shape
    whole = tf.pad(whole, ((0, 0), (0, below), (0, right), (0, 0)))
    output = whole[:, top : top + height, left : left + width]
    return channels_first(output if bias is None else output + bias)
