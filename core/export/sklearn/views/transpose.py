# SPDX-License-Identifier: 0BSD
# needs: support/tensor
def view_transpose(parameter):
    return parameter.swap()
