# SPDX-License-Identifier: 0BSD
# needs: support/dense_rows
def layer_dense(input, weight, bias):
    return dense_rows(input, weight, bias)
