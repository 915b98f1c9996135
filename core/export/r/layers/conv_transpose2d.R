# SPDX-License-Identifier: 0BSD
# needs: support/along_last, support/places_read
# Each element of the kernel, times the input, is laid onto the output; the padding is cut off at the end.
layer_conv_transpose2d <- function(input, weight, bias = NULL, stride, padding, dilation, groups, output_shape) {
  stride <- rep_len(stride, 2L)
  padding <- rep_len(padding, 2L)
  dilation <- rep_len(dilation, 2L)
  extents <- dim(weight)
  samples <- dim(input)[1L]
  height <- dim(input)[3L]
  width <- dim(input)[4L]
  images <- matrix(aperm(input, c(1L, 3L, 4L, 2L)), ncol = extents[1L])
  reach <- (c(height, width) - 1L) * stride + dilation * (extents[3:4] - 1L) + 1L
  size <- pmax(reach, output_shape[2:3] + padding)
  output <- array(0, c(samples, size, output_shape[1L]))
  for (group in seq_len(groups)) {
    from <- (group - 1L) * (extents[1L] %/% groups) + seq_len(extents[1L] %/% groups)
    to <- (group - 1L) * extents[2L] + seq_len(extents[2L])
    for (i in seq_len(extents[3L])) {
      rows <- places_read(i, height, stride[1L], dilation[1L])
      for (j in seq_len(extents[4L])) {
        columns <- places_read(j, width, stride[2L], dilation[2L])
        laid <- images[, from, drop = FALSE] %*% matrix(weight[from, , i, j], nrow = length(from))
        output[, rows, columns, to] <- output[, rows, columns, to] + as.vector(laid)
      }
    }
  }
  output <- output[, padding[1L] + seq_len(output_shape[2L]), padding[2L] + seq_len(output_shape[3L]), , drop = FALSE]
  if (!is.null(bias)) output <- output + along_last(bias, output)
  aperm(output, c(1L, 4L, 2L, 3L))
}
