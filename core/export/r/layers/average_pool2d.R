# SPDX-License-Identifier: 0BSD
# needs: support/pad_images, support/places_read
layer_average_pool2d <- function(input, kernel_size, stride, padding, count_include_pad, output_shape) {
  kernel_size <- rep_len(kernel_size, 2L)
  stride <- if (length(stride) == 0L) kernel_size else rep_len(stride, 2L)
  padding <- rep_len(padding, 2L)
  window_sums <- function(images) {
    sums <- 0
    for (i in seq_len(kernel_size[1L])) {
      rows <- places_read(i, output_shape[2L], stride[1L], 1L)
      for (j in seq_len(kernel_size[2L])) {
        columns <- places_read(j, output_shape[3L], stride[2L], 1L)
        sums <- sums + images[, , rows, columns, drop = FALSE]
      }
    }
    sums
  }
  counted <- if (count_include_pad) prod(kernel_size) else window_sums(pad_images(array(1, dim(input)), padding, 0))
  window_sums(pad_images(input, padding, 0)) / counted
}
