# SPDX-License-Identifier: 0BSD
# needs: support/reshape_samples
# What a caller gives as an array (samples, shape...): a matrix or data frame with a sample a row, an array, or a vector
# (one sample, or one number of each of several).
as_samples <- function(values, shape, what) {
  if (is.null(values)) stop("the ", what, " are missing", call. = FALSE)
  if (is.factor(values)) values <- as.integer(values) - 1L # classes count from 0
  if (is.data.frame(values)) values <- as.matrix(values)
  if (!is.numeric(values) && !is.logical(values)) stop("the ", what, " are not numbers", call. = FALSE)
  size <- prod(shape)
  if (is.null(dim(values))) values <- array(values, if (size == 1) c(length(values), 1L) else c(1L, length(values)))
  if (length(values) != dim(values)[1L] * size) {
    stop(sprintf("the %s of a sample are %s, and these have %s", what,
                 if (size == 1) "one number" else paste(shape, collapse = " x "),
                 paste(dim(values)[-1L], collapse = " x ")), call. = FALSE)
  }
  reshape_samples(values, shape)
}
