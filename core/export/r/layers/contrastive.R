# SPDX-License-Identifier: 0BSD
loss_contrastive <- function(input1, input2, target, margin) {
  apart <- matrix(input1 - input2, nrow = dim(input1)[1L])
  distance <- sqrt(rowSums(apart^2))
  same <- as.vector(target)
  mean(same * distance^2 + (1 - same) * pmax(margin - distance, 0)^2)
}
