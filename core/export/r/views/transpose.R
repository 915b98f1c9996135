# SPDX-License-Identifier: 0BSD
view_transpose <- function(parameter) t(parameter)
