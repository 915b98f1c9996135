# SPDX-License-Identifier: 0BSD
# The same numbers of each sample, in row-major order, under another shape. The first axis is that of the samples.
reshape_samples <- function(input, shape) {
  extents <- dim(input)
  if (length(extents) > 2L) input <- aperm(input, c(1L, length(extents):2L))
  output <- array(input, c(extents[1L], rev(shape)))
  if (length(shape) > 1L) aperm(output, c(1L, (length(shape) + 1L):2L)) else output
}
