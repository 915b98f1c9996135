# SPDX-License-Identifier: 0BSD
# needs: support/along_last, support/as_rows
layer_rms_norm <- function(input, weight = NULL, eps) {
  rows <- as_rows(input)
  output <- array(rows / sqrt(rowMeans(rows^2) + eps), dim(input))
  if (is.null(weight)) output else output * along_last(weight, output)
}
