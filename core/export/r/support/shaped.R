# SPDX-License-Identifier: 0BSD
# Values in R's own order under a shape; a scalar has none.
shaped <- function(values, shape) {
  if (length(shape) == 0L) as.vector(values) else array(values, shape)
}
