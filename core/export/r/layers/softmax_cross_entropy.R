# SPDX-License-Identifier: 0BSD
# needs: support/cross_entropy
loss_softmax_cross_entropy <- function(logits, target) cross_entropy(logits, as.vector(target))
