# SPDX-License-Identifier: 0BSD
# needs: support/axis_from_start, support/take_along
view_slice <- function(parameter, axis, start, step, input_shape, output_shape) {
  along <- axis_from_start(axis, length(input_shape))
  first <- if (start < 0L) start + input_shape[along] else start
  take_along(array(parameter, input_shape), along, first + 1L + step * (seq_len(output_shape[along]) - 1L))
}
