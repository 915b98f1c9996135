# SPDX-License-Identifier: 0BSD
def spread(kernels, dilation):
    """Kernels (H, W, ...) with zeros between their elements, so that these are `dilation` apart."""
    if dilation == (1, 1):
        return kernels
    height, width, *channels = kernels.shape
    kernels = ops.reshape(kernels, (height, 1, width, 1, *channels))
    kernels = ops.pad(kernels, ((0, 0), (0, dilation[0] - 1), (0, 0), (0, dilation[1] - 1), (0, 0), (0, 0)))
    kernels = ops.reshape(kernels, (height * dilation[0], width * dilation[1], *channels))
    return kernels[: (height - 1) * dilation[0] + 1, : (width - 1) * dilation[1] + 1]
