# SPDX-License-Identifier: 0BSD
view_permute <- function(parameter, axes) if (length(axes) < 2L) parameter else aperm(parameter, axes + 1L)
