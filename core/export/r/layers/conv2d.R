# SPDX-License-Identifier: 0BSD
# needs: support/along_last, support/pad_images, support/places_read
# For each element of the kernel one product of what it reads at all positions: (samples x positions, channels) by
# (channels, output channels).
layer_conv2d <- function(input, weight, bias = NULL, stride, padding, dilation, groups, output_shape) {
  stride <- rep_len(stride, 2L)
  dilation <- rep_len(dilation, 2L)
  images <- aperm(pad_images(input, rep_len(padding, 2L), 0), c(1L, 3L, 4L, 2L))
  extents <- dim(weight)
  samples <- dim(input)[1L]
  output <- matrix(0, samples * prod(output_shape[2:3]), output_shape[1L])
  for (group in seq_len(groups)) {
    from <- (group - 1L) * extents[2L] + seq_len(extents[2L])
    to <- (group - 1L) * (extents[1L] %/% groups) + seq_len(extents[1L] %/% groups)
    for (i in seq_len(extents[3L])) {
      rows <- places_read(i, output_shape[2L], stride[1L], dilation[1L])
      for (j in seq_len(extents[4L])) {
        columns <- places_read(j, output_shape[3L], stride[2L], dilation[2L])
        patches <- matrix(images[, rows, columns, from], ncol = length(from))
        output[, to] <- output[, to] + tcrossprod(patches, matrix(weight[to, , i, j], ncol = length(from)))
      }
    }
  }
  if (!is.null(bias)) output <- output + along_last(bias, output)
  aperm(array(output, c(samples, output_shape[2:3], output_shape[1L])), c(1L, 4L, 2L, 3L))
}
