# SPDX-License-Identifier: 0BSD
# Along the last axis arrays lie one after the other, so the joined axis is put there and back.
layer_concatenate <- function(inputs, axis) {
  joined <- axis + 1L
  extents <- dim(inputs[[1L]])
  before <- prod(extents[seq_len(joined - 1L)])
  after <- prod(extents[-seq_len(joined)])
  extents[joined] <- sum(vapply(inputs, function(input) dim(input)[joined], 1L))
  values <- lapply(inputs, function(input) aperm(array(input, c(before, dim(input)[joined], after)), c(1L, 3L, 2L)))
  array(aperm(array(unlist(values), c(before, after, extents[joined])), c(1L, 3L, 2L)), extents)
}
