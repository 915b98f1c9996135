# SPDX-License-Identifier: 0BSD
# needs: support/axis_from_start, support/shaped, support/take_along
view_index <- function(parameter, axis, position, input_shape, output_shape) {
  along <- axis_from_start(axis, length(input_shape))
  place <- if (position < 0L) position + input_shape[along] else position
  shaped(take_along(array(parameter, input_shape), along, place + 1L), output_shape)
}
