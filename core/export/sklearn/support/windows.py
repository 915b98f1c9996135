# SPDX-License-Identifier: 0BSD
# needs: support/tensor, support/window_arrays
def windows_of(images, kernel, stride, dilation):
    """take_windows of a tensor."""
    return Tensor(take_windows(images.value, kernel, stride, dilation), [
        (images, lambda g: put_windows(g, images.shape[2:], stride, dilation))])
