# SPDX-License-Identifier: 0BSD
def matrix_transpose(tensor):
    """With its last two axes exchanged."""
    return ops.swapaxes(tensor, -2, -1)
