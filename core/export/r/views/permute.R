# SPDX-License-Identifier: 0BSD
view_permute <- function(parameter, axes) aperm(parameter, axes + 1L)
