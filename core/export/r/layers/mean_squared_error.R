# SPDX-License-Identifier: 0BSD
loss_mean_squared_error <- function(prediction, target) mean((as.vector(prediction) - as.vector(target))^2)
