# SPDX-License-Identifier: 0BSD
def channels_last(images):
    """(N, C, H, W) to (N, H, W, C), which TensorFlow can convolve on any processor."""
    return tf.transpose(images, (0, 2, 3, 1))


def channels_first(images):
    return tf.transpose(images, (0, 3, 1, 2))
