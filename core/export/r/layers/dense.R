# SPDX-License-Identifier: 0BSD
# needs: support/along_last, support/as_rows
layer_dense <- function(input, weight, bias = NULL) {
  output <- tcrossprod(as_rows(input), weight)
  if (!is.null(bias)) output <- output + along_last(bias, output)
  array(output, c(dim(input)[-length(dim(input))], nrow(weight)))
}
