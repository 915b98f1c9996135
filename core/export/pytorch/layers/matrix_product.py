# SPDX-License-Identifier: 0BSD
def layer_matrix_product(a, b, transpose_a, transpose_b):
    if transpose_a and transpose_b:
        return a.transpose(-2, -1) @ b.transpose(-2, -1)
    if transpose_a:
        return a.transpose(-2, -1) @ b
    if transpose_b:
        return a @ b.transpose(-2, -1)
    return a @ b
