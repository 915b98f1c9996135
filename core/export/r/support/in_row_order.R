# SPDX-License-Identifier: 0BSD
# An array's values in row-major order.
in_row_order <- function(values) {
  if (length(dim(values)) < 2L) as.vector(values) else as.vector(aperm(values))
}
