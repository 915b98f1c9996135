# SPDX-License-Identifier: 0BSD
# The array of a shape whose values come in row-major order (the last axis fastest), as files have them. R's own order
# is column-major.
row_major <- function(values, shape) {
  if (length(shape) < 2L) return(as.vector(values))
  aperm(array(values, rev(shape)))
}
