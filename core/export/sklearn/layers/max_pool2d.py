# SPDX-License-Identifier: 0BSD
# needs: support/as_pair, support/pad_images, support/windows
def layer_max_pool2d(input, kernel_size, stride, padding, dilation):
    kernel = as_pair(kernel_size)
    images = pad_images(input, as_pair(padding), -np.inf)
    windows = windows_of(images, kernel, as_pair(stride or kernel_size), as_pair(dilation))
    samples, channels, _, _, height, width = windows.shape
    windows = windows.reshape(samples, channels, -1, height, width)
    largest = windows.value.argmax(axis=2)[:, :, None]

    def back(gradient):
        whole = np.zeros_like(windows.value)
        np.put_along_axis(whole, largest, gradient[:, :, None], axis=2)
        return whole

    return Tensor(np.take_along_axis(windows.value, largest, axis=2)[:, :, 0], [(windows, back)])
