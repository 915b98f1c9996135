# SPDX-License-Identifier: 0BSD
# needs: support/pair, support/padded, support/spread, support/channels
def conv2d_layer(input, weight, bias, stride, padding, dilation, groups):
    """Images (N, C, H, W), weight (out_channels, C / groups, H, W), as in PyTorch."""
    image = channels_last(padded(input, pair(padding)))
    kernel = spread(tf.transpose(weight, (2, 3, 1, 0)), pair(dilation))
    parts = [
        tf.nn.conv2d(part, kernels, strides=pair(stride), padding="VALID")
        for part, kernels in zip(tf.split(image, groups, axis=3), tf.split(kernel, groups, axis=3))
    ]
    output = tf.concat(parts, axis=3) if groups > 1 else parts[0]
    return channels_first(output if bias is None else output + bias)
