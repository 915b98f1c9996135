# SPDX-License-Identifier: 0BSD
# needs: support/axis_from_start, support/take_along
view_gather <- function(parameter, axis, positions, input_shape) {
  take_along(array(parameter, input_shape), axis_from_start(axis, length(input_shape)), positions + 1L)
}
