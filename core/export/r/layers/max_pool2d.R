# SPDX-License-Identifier: 0BSD
# needs: support/pad_images, support/places_read
layer_max_pool2d <- function(input, kernel_size, stride, padding, dilation, output_shape) {
  kernel_size <- rep_len(kernel_size, 2L)
  stride <- if (length(stride) == 0L) kernel_size else rep_len(stride, 2L)
  dilation <- rep_len(dilation, 2L)
  images <- pad_images(input, rep_len(padding, 2L), -Inf)
  output <- array(-Inf, c(dim(input)[1L], output_shape))
  for (i in seq_len(kernel_size[1L])) {
    rows <- places_read(i, output_shape[2L], stride[1L], dilation[1L])
    for (j in seq_len(kernel_size[2L])) {
      columns <- places_read(j, output_shape[3L], stride[2L], dilation[2L])
      output <- pmax(output, images[, , rows, columns, drop = FALSE])
    }
  }
  output
}
