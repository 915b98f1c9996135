# SPDX-License-Identifier: 0BSD
# needs: support/axis_from_start, support/take_along
view_tile <- function(parameter, axis, times, input_shape) {
  along <- axis_from_start(axis, length(input_shape))
  take_along(array(parameter, input_shape), along, rep(seq_len(input_shape[along]), times))
}
