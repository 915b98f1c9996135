# SPDX-License-Identifier: 0BSD
# needs: support/as_pair, support/pad_images, support/windows
def layer_average_pool2d(input, kernel_size, stride, padding, count_include_pad):
    kernel, steps, padding = as_pair(kernel_size), as_pair(stride or kernel_size), as_pair(padding)
    sums = windows_of(pad_images(input, padding), kernel, steps, (1, 1)).sum(axis=(2, 3))
    if count_include_pad:
        return sums * (1 / (kernel[0] * kernel[1]))
    ones = Tensor(np.ones_like(input.value[:1, :1]))
    return sums / windows_of(pad_images(ones, padding), kernel, steps, (1, 1)).value.sum(axis=(2, 3))
