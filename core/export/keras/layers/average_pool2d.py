# SPDX-License-Identifier: 0BSD
# needs: support/pair, support/padded, support/channels
def average_pool2d_layer(input, kernel_size, stride, padding, count_include_pad):
    size, step, border = pair(kernel_size), pair(stride or kernel_size), pair(padding)

    def pool(images):
        image = channels_last(padded(images, border))
        return channels_first(
            ops.average_pool(image, size, step, padding="valid", data_format="channels_last")
        )

    if count_include_pad or border == (0, 0):
        return pool(input)
    # The share of each window that is image, not padding.
    return pool(input) / pool(ops.ones((1, 1, *input.shape[2:])))
