# SPDX-License-Identifier: 0BSD
def matrix_transpose(tensor):
    """With its last two axes exchanged."""
    return tf.linalg.matrix_transpose(tensor)
