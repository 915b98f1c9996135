# SPDX-License-Identifier: 0BSD
# needs: support/reshape_samples
# A sample's elements, read in steps.
layer_strided_read <- function(input, shape, strides, offset) {
  places <- offset
  for (axis in seq_along(shape)) {
    places <- as.vector(outer(strides[axis] * (seq_len(shape[axis]) - 1L), places, "+"))
  }
  flat <- reshape_samples(input, length(input) / dim(input)[1L])
  reshape_samples(flat[, places + 1L, drop = FALSE], shape)
}
