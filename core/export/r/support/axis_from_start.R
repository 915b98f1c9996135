# SPDX-License-Identifier: 0BSD
# The axis counted from 1; it is given from 0, or from the end where it is negative.
axis_from_start <- function(axis, rank) {
  if (axis < 0L) axis + rank + 1L else axis + 1L
}
