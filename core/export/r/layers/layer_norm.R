# SPDX-License-Identifier: 0BSD
# needs: support/along_last, support/as_rows
layer_layer_norm <- function(input, weight = NULL, bias = NULL, eps) {
  rows <- as_rows(input)
  rows <- rows - rowMeans(rows)
  output <- array(rows / sqrt(rowMeans(rows^2) + eps), dim(input))
  if (!is.null(weight)) output <- output * along_last(weight, output)
  if (!is.null(bias)) output <- output + along_last(bias, output)
  output
}
