# SPDX-License-Identifier: 0BSD
# needs: support/row_largest
softmax_rows <- function(rows) {
  powers <- exp(rows - row_largest(rows))
  powers / rowSums(powers)
}
