# SPDX-License-Identifier: 0BSD
def channels_last(images):
    """(N, C, H, W) to (N, H, W, C), which any processor can convolve."""
    return ops.transpose(images, (0, 2, 3, 1))


def channels_first(images):
    return ops.transpose(images, (0, 3, 1, 2))
