# SPDX-License-Identifier: 0BSD
# needs: support/log_sum_exp
# The mean of -log(softmax(row)[class]), classes counting from 0.
cross_entropy <- function(rows, classes) {
  if (any(classes < 0 | classes >= ncol(rows) | classes != floor(classes))) {
    stop("the targets are not classes from 0 to ", ncol(rows) - 1L, call. = FALSE)
  }
  mean(log_sum_exp(rows) - rows[cbind(seq_len(nrow(rows)), classes + 1)])
}
