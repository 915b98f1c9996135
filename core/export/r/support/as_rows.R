# SPDX-License-Identifier: 0BSD
# The input as a matrix with its last axis along each row.
as_rows <- function(input) {
  matrix(input, ncol = dim(input)[length(dim(input))])
}
