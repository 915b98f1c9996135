# SPDX-License-Identifier: 0BSD
loss_huber <- function(prediction, target, delta) {
  apart <- abs(as.vector(prediction) - as.vector(target))
  mean(ifelse(apart <= delta, apart^2 / 2, delta * (apart - delta / 2)))
}
