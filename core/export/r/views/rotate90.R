# SPDX-License-Identifier: 0BSD
# needs: support/take_along
# Quarter turns of the last two axes against the clock: exchanged, then the first of them read backwards.
view_rotate90 <- function(parameter, turns) {
  for (turn in seq_len(turns %% 4L)) {
    rank <- length(dim(parameter))
    parameter <- aperm(parameter, c(seq_len(rank - 2L), rank, rank - 1L))
    parameter <- take_along(parameter, rank - 1L, dim(parameter)[rank - 1L]:1L)
  }
  parameter
}
