# SPDX-License-Identifier: 0BSD
# needs: support/tensor, support/window_arrays
def images_of(windows, extents, stride, dilation):
    """put_windows of a tensor."""
    kernel = windows.shape[2:4]
    height, width = windows.shape[4:]

    def back(gradient):
        taken = take_windows(gradient, kernel, stride, dilation)
        return taken[..., :height, :width]

    return Tensor(put_windows(windows.value, extents, stride, dilation), [(windows, back)])
