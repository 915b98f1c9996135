# SPDX-License-Identifier: 0BSD
# needs: support/hash_table, support/in_row_order, support/row_major
# A large array out of a small one: a hash of each place says which number it reads, and whether with a minus.
view_hash <- function(parameter, seed, signs, output_shape) {
  table <- hash_table(seed, prod(output_shape), length(parameter))
  values <- in_row_order(parameter)[table$index]
  row_major(if (signs) values * table$coefficient else values, output_shape)
}
