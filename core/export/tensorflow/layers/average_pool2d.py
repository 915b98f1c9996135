# SPDX-License-Identifier: 0BSD
# needs: support/pair, support/padded, support/channels
def average_pool2d_layer(input, kernel_size, stride, padding, count_include_pad):
    size, step, border = pair(kernel_size), pair(stride or kernel_size), pair(padding)

    def pool(images):
        image = channels_last(padded(images, border))
        return channels_first(tf.nn.avg_pool2d(image, size, step, padding="VALID"))

    if count_include_pad or border == (0, 0):
        return pool(input)
    # The share of each window that is image, not padding.
    return pool(input) / pool(tf.ones((1, 1, *input.shape[2:])))
