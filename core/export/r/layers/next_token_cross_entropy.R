# SPDX-License-Identifier: 0BSD
# needs: support/as_rows, support/cross_entropy, support/reshape_samples
loss_next_token_cross_entropy <- function(logits, target) {
  steps <- dim(logits)[-c(1L, length(dim(logits)))]
  cross_entropy(as_rows(logits), as.vector(reshape_samples(target, steps)))
}
