# SPDX-License-Identifier: 0BSD
# needs: support/as_rows
layer_cosine_similarity <- function(input1, input2, eps) {
  a <- as_rows(input1)
  b <- as_rows(input2)
  lengths <- pmax(sqrt(rowSums(a^2)), eps) * pmax(sqrt(rowSums(b^2)), eps)
  array(rowSums(a * b) / lengths, dim(input1)[-length(dim(input1))])
}
