# SPDX-License-Identifier: 0BSD
loss_binary_cross_entropy <- function(logits, target) {
  z <- as.vector(logits)
  mean(pmax(z, 0) - z * as.vector(target) + log1p(exp(-abs(z))))
}
