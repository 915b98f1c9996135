# SPDX-License-Identifier: 0BSD
# Every column is the one before moved on by a place, the first being the parameter.
view_circulant <- function(parameter) {
  n <- length(parameter)
  matrix(parameter[outer(seq_len(n), seq_len(n), "-") %% n + 1], n)
}
