# SPDX-License-Identifier: 0BSD
# needs: support/along_last
layer_scale <- function(input, scale) input * along_last(scale, input)
