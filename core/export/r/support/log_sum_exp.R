# SPDX-License-Identifier: 0BSD
# needs: support/row_largest
# log(sum(exp(row))) of each row, without overflow.
log_sum_exp <- function(rows) {
  largest <- row_largest(rows)
  largest + log(rowSums(exp(rows - largest)))
}
