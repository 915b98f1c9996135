# SPDX-License-Identifier: 0BSD
# needs: support/in_row_order, support/row_major
view_reshape <- function(parameter, output_shape) row_major(in_row_order(parameter), output_shape)
