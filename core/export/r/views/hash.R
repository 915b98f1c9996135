# SPDX-License-Identifier: 0BSD
# needs: support/in_row_order, support/shaped
# Each place reads an entry, counted from 0 in row-major order, times 1 or -1: both tables come with the weights.
view_hash <- function(parameter, index, coefficient, output_shape) {
  shaped(in_row_order(parameter)[as.vector(index) + 1] * as.vector(coefficient), output_shape)
}
