# SPDX-License-Identifier: 0BSD
# needs: support/pair, support/padded, support/channels, support/windows
def max_pool2d_layer(input, kernel_size, stride, padding, dilation):
    size, step = pair(kernel_size), pair(stride or kernel_size)
    image = padded(input, pair(padding), float(np.finfo(np.float32).min))
    if pair(dilation) != (1, 1):
        return ops.max(windows(image, size, step, pair(dilation)), axis=0)
    return channels_first(
        ops.max_pool(channels_last(image), size, step, padding="valid", data_format="channels_last")
    )
