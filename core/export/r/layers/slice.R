# SPDX-License-Identifier: 0BSD
# needs: support/take_along
layer_slice <- function(input, axis, start, step, drop_axis, output_shape) {
  first <- if (start < 0L) start + dim(input)[axis + 1L] else start
  count <- if (drop_axis) 1L else output_shape[axis]
  places <- first + 1L + step * (seq_len(count) - 1L)
  array(take_along(input, axis + 1L, places), c(dim(input)[1L], output_shape))
}
