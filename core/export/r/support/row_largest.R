# SPDX-License-Identifier: 0BSD
row_largest <- function(rows) {
  rows[cbind(seq_len(nrow(rows)), max.col(rows, "first"))]
}
