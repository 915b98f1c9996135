# SPDX-License-Identifier: 0BSD
# needs: layers/sum
# Over one axis of a sample, counted from 1, or over all where it is 0.
layer_mean <- function(input, axis, output_shape) {
  layer_sum(input, axis, output_shape) * (dim(input)[1L] * prod(output_shape) / length(input))
}
