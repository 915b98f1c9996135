# SPDX-License-Identifier: 0BSD
def windows(images, size, stride, dilation):
    """The elements of every window: one (N, C, H', W') for each place in it, stacked."""
    (height, width), (down, right), (below, beside) = size, stride, dilation
    last_row = images.shape[2] - below * (height - 1)
    last_column = images.shape[3] - beside * (width - 1)
    return ops.stack(
        [
            images[:, :, i * below : i * below + last_row : down, j * beside : j * beside + last_column : right]
            for i in range(height)
            for j in range(width)
        ]
    )
