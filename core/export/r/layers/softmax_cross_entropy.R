# SPDX-License-Identifier: 0BSD
# needs: support/cross_entropy
loss_softmax_cross_entropy <- function(logits, target, label_smoothing) {
  known <- cross_entropy(logits, as.vector(target))
  if (label_smoothing == 0) return(known)
  (1 - label_smoothing) * known + label_smoothing * mean(log_sum_exp(logits) - rowMeans(logits))
}
