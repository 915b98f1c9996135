# SPDX-License-Identifier: 0BSD
def padded(images, padding, value=0.0):
    """Images (N, C, H, W) with a border."""
    (height, width) = padding
    if height == width == 0:
        return images
    return ops.pad(images, ((0, 0), (0, 0), (height, height), (width, width)), constant_values=value)
