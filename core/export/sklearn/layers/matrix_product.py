# SPDX-License-Identifier: 0BSD
# needs: support/tensor
def layer_matrix_product(a, b, transpose_a, transpose_b):
    return (a.swap() if transpose_a else a) @ (b.swap() if transpose_b else b)
