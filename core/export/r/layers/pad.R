# SPDX-License-Identifier: 0BSD
# needs: support/take_along
# So many places more before and behind each axis; the last numbers are those of the last axis.
layer_pad <- function(input, before, behind, mode, value, output_shape) {
  extents <- dim(input)[-1L]
  before <- c(rep(0L, length(extents) - length(before)), before)
  behind <- c(rep(0L, length(extents) - length(behind)), behind)
  if (mode == "constant") {
    inside <- lapply(seq_along(extents), function(axis) before[axis] + seq_len(extents[axis]))
    output <- array(value, c(dim(input)[1L], output_shape))
    return(do.call(`[<-`, c(list(output, TRUE), inside, list(value = input))))
  }
  for (axis in seq_along(extents)) {
    last <- extents[axis] - 1L
    places <- seq_len(before[axis] + extents[axis] + behind[axis]) - 1L - before[axis]
    if (mode == "reflect") places <- last - abs(last - abs(places))
    input <- take_along(input, axis + 1L, pmin(pmax(places, 0L), last) + 1L)
  }
  input
}
