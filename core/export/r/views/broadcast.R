# SPDX-License-Identifier: 0BSD
# needs: support/axis_from_start, support/take_along
view_broadcast <- function(parameter, axis, extent, output_shape) {
  along <- axis_from_start(axis, length(output_shape))
  extents <- output_shape
  extents[along] <- 1L
  take_along(array(parameter, extents), along, rep(1L, extent))
}
