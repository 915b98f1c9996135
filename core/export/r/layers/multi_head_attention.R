# SPDX-License-Identifier: 0BSD
# needs: layers/dense, support/softmax_rows
layer_multi_head_attention <- function(input, in_proj_weight, in_proj_bias = NULL, out_proj_weight,
                                       out_proj_bias = NULL, num_heads, causal) {
  samples <- dim(input)[1L]
  steps <- dim(input)[2L]
  width <- dim(input)[3L]
  projected <- layer_dense(input, in_proj_weight, in_proj_bias)
  # Queries, keys or values as a stack of matrices (steps, width of a head), one for each sample and head.
  stacked <- function(number) {
    part <- projected[, , (number - 1L) * width + seq_len(width)]
    part <- aperm(array(part, c(samples, steps, width %/% num_heads, num_heads)), c(2L, 3L, 1L, 4L))
    array(part, c(steps, width %/% num_heads, samples * num_heads))
  }
  queries <- stacked(1L)
  keys <- stacked(2L)
  values <- stacked(3L)
  for (i in seq_len(samples * num_heads)) {
    scores <- tcrossprod(matrix(queries[, , i], steps), matrix(keys[, , i], steps)) / sqrt(width / num_heads)
    if (causal) scores[upper.tri(scores)] <- -Inf
    values[, , i] <- softmax_rows(scores) %*% matrix(values[, , i], steps)
  }
  heads <- aperm(array(values, c(steps, width %/% num_heads, samples, num_heads)), c(3L, 1L, 2L, 4L))
  layer_dense(array(heads, c(samples, steps, width)), out_proj_weight, out_proj_bias)
}
