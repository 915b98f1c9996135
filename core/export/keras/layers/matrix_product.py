# SPDX-License-Identifier: 0BSD
# needs: support/matrix_transpose
def matrix_product_layer(a, b, transpose_a, transpose_b):
    return ops.matmul(matrix_transpose(a) if transpose_a else a, matrix_transpose(b) if transpose_b else b)
