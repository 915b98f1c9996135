# SPDX-License-Identifier: 0BSD
def layer_matrix_product(a, b, transpose_a, transpose_b):
    if transpose_a and transpose_b:
        return a.mT @ b.mT
    if transpose_a:
        return a.mT @ b
    if transpose_b:
        return a @ b.mT
    return a @ b
