# SPDX-License-Identifier: 0BSD
view_scale <- function(parameter, factor) parameter * factor
