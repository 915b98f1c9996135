# SPDX-License-Identifier: 0BSD
# needs: support/axis_from_start, support/take_along
view_flip <- function(parameter, axis, input_shape) {
  along <- axis_from_start(axis, length(input_shape))
  take_along(array(parameter, input_shape), along, input_shape[along]:1L)
}
