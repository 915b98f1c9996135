# SPDX-License-Identifier: 0BSD
layer_positional_embedding <- function(input, weight = NULL, kind) {
  extents <- dim(input)
  if (kind == "sinusoidal") {
    feature <- seq_len(extents[3L]) - 1
    angles <- outer(seq_len(extents[2L]) - 1, 10000^(2 * (feature %/% 2) / extents[3L]), "/")
    weight <- ifelse(rep(feature %% 2 == 0, each = extents[2L]), sin(angles), cos(angles))
  }
  input + rep(as.vector(weight), each = extents[1L])
}
