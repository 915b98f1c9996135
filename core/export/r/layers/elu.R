# SPDX-License-Identifier: 0BSD
layer_elu <- function(input, alpha) ifelse(input > 0, input, alpha * expm1(pmin(input, 0)))
