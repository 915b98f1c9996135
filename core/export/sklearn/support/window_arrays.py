# SPDX-License-Identifier: 0BSD
def take_windows(images, kernel, stride, dilation):
    """What each element of a kernel reads as it moves: (samples, channels, kernel height and width, positions)."""
    spread = [dilation[axis] * (kernel[axis] - 1) + 1 for axis in range(2)]
    windows = np.lib.stride_tricks.sliding_window_view(images, spread, axis=(2, 3))
    windows = windows[:, :, :: stride[0], :: stride[1], :: dilation[0], :: dilation[1]]
    return windows.transpose(0, 1, 4, 5, 2, 3)


def put_windows(windows, extents, stride, dilation):
    """The other way: what the windows hold is added up where they read."""
    samples, channels, kernel_height, kernel_width, height, width = windows.shape
    images = np.zeros((samples, channels, *extents), windows.dtype)
    for i in range(kernel_height):
        for j in range(kernel_width):
            top, left = i * dilation[0], j * dilation[1]
            bottom, right = top + stride[0] * (height - 1) + 1, left + stride[1] * (width - 1) + 1
            images[:, :, top : bottom : stride[0], left : right : stride[1]] += windows[:, :, i, j]
    return images
